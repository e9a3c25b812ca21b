package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"
	images "github.com/cdk-image-management-system/cdk-image-management-system-go/cdkimagemanagementsystem"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Photos"), nil)
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{MaxAzs: jsii.Number(2), NatGateways: jsii.Number(0)})
	alarms := awssns.NewTopic(stack, jsii.String("Alarms"), nil)

	system := images.NewImageManagementSystem(stack, jsii.String("Images"), &images.ImageManagementSystemProps{
		Sizes: &[]images.ImageSize{
			images.ImageSize_Of(jsii.String("thumbnail"), &images.ImageSizeOptions{
				Width:     jsii.Number(150),
				Height:    jsii.Number(150),
				Fit:       images.ImageFit_COVER,
				Position:  images.CropPosition_TOP,
				Watermark: jsii.Bool(false),
			}),
			images.ImageSize_Of(jsii.String("medium"), &images.ImageSizeOptions{Width: jsii.Number(1024)}),
			images.ImageSize_Of(jsii.String("framed"), &images.ImageSizeOptions{
				Width:      jsii.Number(800),
				Height:     jsii.Number(600),
				Fit:        images.ImageFit_CONTAIN,
				Background: jsii.String("#202020"),
			}),
		},
		Formats: &[]images.ImageFormat{
			images.ImageFormat_WEBP(),
			images.ImageFormat_Jpeg(&images.JpegOptions{Quality: jsii.Number(85)}),
		},
		Watermark: images.Watermark_Text(jsii.String("© Example"), &images.TextWatermarkOptions{
			Position: images.WatermarkPosition_TOP_LEFT,
			Opacity:  jsii.Number(0.4),
		}),
		KeepMetadata: &[]images.ImageMetadata{images.ImageMetadata_COPYRIGHT},
		Upload: &images.UploadOptions{
			MaxFileSize:    awscdk.Size_Mebibytes(jsii.Number(40)),
			UrlExpiry:      awscdk.Duration_Minutes(jsii.Number(2)),
			MaxOpenGrants:  jsii.Number(20),
			AllowedOrigins: jsii.Strings("https://app.example.com", "https://www.example.com"),
		},
		Network:       images.Network_Existing(vpc, &images.ExistingNetworkOptions{CreateEndpoints: jsii.Bool(true)}),
		WorkflowType:  images.WorkflowType_STANDARD,
		Architecture:  awslambda.Architecture_X86_64(),
		AlarmTopic:    alarms,
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})

	system.GrantRead(awsiam.NewRole(stack, jsii.String("Reader"), &awsiam.RoleProps{AssumedBy: awsiam.NewAccountRootPrincipal()}))
	system.OnImageReady(jsii.String("Ready"), &awsevents.OnEventOptions{Description: jsii.String("A picture can be shown")})
	system.MetricImagesFailed(&awscloudwatch.MetricOptions{Period: awscdk.Duration_Hours(jsii.Number(1))}).
		CreateAlarm(stack, jsii.String("Failures"), &awscloudwatch.CreateAlarmOptions{
			Threshold:         jsii.Number(3),
			EvaluationPeriods: jsii.Number(1),
		})
	awscdk.NewCfnOutput(stack, jsii.String("ApiUrl"), &awscdk.CfnOutputProps{Value: system.ApiUrl()})
	app.Synth(nil)
}
