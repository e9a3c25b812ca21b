from aws_cdk import App, CfnOutput, Duration, RemovalPolicy, Size, Stack
from aws_cdk.aws_ec2 import Vpc
from aws_cdk.aws_iam import AccountRootPrincipal, Role
from aws_cdk.aws_lambda import Architecture
from aws_cdk.aws_sns import Topic
from cdk_image_management_system import (
    CropPosition, ImageFit, ImageFormat, ImageManagementSystem, ImageMetadata, ImageSize, Network, UploadOptions, Watermark,
    WatermarkPosition, WorkflowType,
)

app = App()
stack = Stack(app, "Photos")
vpc = Vpc(stack, "Vpc", max_azs=2, nat_gateways=0)
alarms = Topic(stack, "Alarms")

images = ImageManagementSystem(
    stack,
    "Images",
    sizes=[
        ImageSize.of("thumbnail", width=150, height=150, fit=ImageFit.COVER, position=CropPosition.TOP, watermark=False),
        ImageSize.of("medium", width=1024),
        ImageSize.of("framed", width=800, height=600, fit=ImageFit.CONTAIN, background="#202020"),
    ],
    formats=[ImageFormat.WEBP, ImageFormat.jpeg(quality=85)],
    watermark=Watermark.text("© Example", position=WatermarkPosition.TOP_LEFT, opacity=0.4),
    keep_metadata=[ImageMetadata.COPYRIGHT],
    upload=UploadOptions(
        max_file_size=Size.mebibytes(40),
        url_expiry=Duration.minutes(2),
        max_open_grants=20,
        allowed_origins=["https://app.example.com", "https://www.example.com"],
    ),
    network=Network.existing(vpc, create_endpoints=True),
    workflow_type=WorkflowType.STANDARD,
    architecture=Architecture.X86_64,
    alarm_topic=alarms,
    removal_policy=RemovalPolicy.DESTROY,
)

images.grant_read(Role(stack, "Reader", assumed_by=AccountRootPrincipal()))
images.on_image_ready("Ready", description="A picture can be shown")
images.metric_images_failed(period=Duration.hours(1)).create_alarm(stack, "Failures", threshold=3, evaluation_periods=1)
CfnOutput(stack, "ApiUrl", value=images.api_url)
app.synth()
