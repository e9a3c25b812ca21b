"""What the emulator's CloudFormation lacks, and would roll a CDK stack back for."""

from ministack.services import ec2
from ministack.services.cloudformation import provisioners

# Nothing of these can be observed locally: there is no network to filter, no
# alarm fires, no console lists queries, and the custom resource only empties a
# security group. They are recorded as made, so that the template deploys
# unchanged. That is no support.
INERT_TYPES = (
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::EC2::FlowLog",
    "AWS::EC2::SecurityGroupEgress",
    "AWS::EC2::SecurityGroupIngress",
    "AWS::Logs::QueryDefinition",
    "Custom::VpcRestrictDefaultSG",
)


def _inert_handler() -> dict:
    def create(logical_id, props, stack_name):
        name = f"{stack_name}-{logical_id}"
        return name, {"Arn": f"arn:aws:local:::{name}", "Id": name}

    def update(physical_id, old_props, new_props, stack_name):
        return physical_id, {"Arn": f"arn:aws:local:::{physical_id}", "Id": physical_id}

    def delete(physical_id, props):
        return None

    return {"create": create, "update": update, "delete": delete}


def _answer_vpc_cidr() -> None:
    # CDK's interface endpoints open their security group to the VPC's CIDR.
    handler = provisioners._RESOURCE_HANDLERS["AWS::EC2::VPC"]

    def with_cidr(provision):
        def provision_and_add(*args):
            vpc_id, attributes = provision(*args)
            return vpc_id, {"CidrBlock": ec2._vpcs[vpc_id]["CidrBlock"], **attributes}

        return provision_and_add

    for operation in ("create", "update"):
        handler[operation] = with_cidr(handler[operation])


def _accept_metric_math_alarms() -> None:
    # An alarm over an expression is refused, although no alarm fires here.
    handler = provisioners._RESOURCE_HANDLERS["AWS::CloudWatch::Alarm"]
    create, create_inert = handler["create"], _inert_handler()["create"]

    def create_plain_or_inert(logical_id, props, stack_name):
        return (create_inert if props.get("Metrics") else create)(logical_id, props, stack_name)

    handler["create"] = create_plain_or_inert


def _switch_notifications() -> None:
    # The CDK's custom resource for a bucket's notifications is a Python function,
    # which needs boto3 and a way back to CloudFormation. Its configuration has the
    # form that a bucket's own property has, as far as EventBridge goes.
    def write(props):
        provisioners._s3_apply_notification(props["BucketName"], props["NotificationConfiguration"])

    def create(logical_id, props, stack_name):
        write(props)
        return f"{stack_name}-{logical_id}", {}

    def update(physical_id, old_props, new_props, stack_name):
        write(new_props)
        return physical_id, {}

    provisioners._RESOURCE_HANDLERS["Custom::S3BucketNotifications"] = {
        "create": create, "update": update, "delete": lambda physical_id, props: None,
    }


def install() -> None:
    _answer_vpc_cidr()
    _accept_metric_math_alarms()
    _switch_notifications()
    for name in INERT_TYPES:
        provisioners._RESOURCE_HANDLERS.setdefault(name, _inert_handler())
