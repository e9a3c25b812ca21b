module example.com/photos

go 1.25

require (
	github.com/aws/aws-cdk-go/awscdk/v2 v2.255.0
	github.com/cdk-image-management-system/cdk-image-management-system-go/cdkimagemanagementsystem v0.0.0
)
