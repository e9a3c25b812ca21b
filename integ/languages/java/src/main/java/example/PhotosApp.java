package example;

import io.github.cdk_image_management_system.CropPosition;
import io.github.cdk_image_management_system.ExistingNetworkOptions;
import io.github.cdk_image_management_system.ImageFit;
import io.github.cdk_image_management_system.ImageFormat;
import io.github.cdk_image_management_system.ImageManagementSystem;
import io.github.cdk_image_management_system.ImageMetadata;
import io.github.cdk_image_management_system.ImageSize;
import io.github.cdk_image_management_system.ImageSizeOptions;
import io.github.cdk_image_management_system.JpegOptions;
import io.github.cdk_image_management_system.Network;
import io.github.cdk_image_management_system.TextWatermarkOptions;
import io.github.cdk_image_management_system.UploadOptions;
import io.github.cdk_image_management_system.Watermark;
import io.github.cdk_image_management_system.WatermarkPosition;
import io.github.cdk_image_management_system.WorkflowType;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.CreateAlarmOptions;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.events.OnEventOptions;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.sns.Topic;

public final class PhotosApp {
    public static void main(final String[] args) {
        App app = new App();
        Stack stack = new Stack(app, "Photos");
        Vpc vpc = Vpc.Builder.create(stack, "Vpc").maxAzs(2).natGateways(0).build();
        Topic alarms = new Topic(stack, "Alarms");

        ImageManagementSystem images = ImageManagementSystem.Builder.create(stack, "Images")
            .sizes(List.of(
                ImageSize.of("thumbnail", ImageSizeOptions.builder()
                    .width(150).height(150).fit(ImageFit.COVER).position(CropPosition.TOP).watermark(false).build()),
                ImageSize.of("medium", ImageSizeOptions.builder().width(1024).build()),
                ImageSize.of("framed", ImageSizeOptions.builder()
                    .width(800).height(600).fit(ImageFit.CONTAIN).background("#202020").build())))
            .formats(List.of(ImageFormat.WEBP, ImageFormat.jpeg(JpegOptions.builder().quality(85).build())))
            .watermark(Watermark.text("© Example", TextWatermarkOptions.builder()
                .position(WatermarkPosition.TOP_LEFT).opacity(0.4).build()))
            .keepMetadata(List.of(ImageMetadata.COPYRIGHT))
            .upload(UploadOptions.builder()
                .maxFileSize(Size.mebibytes(40))
                .urlExpiry(Duration.minutes(2))
                .maxOpenGrants(20)
                .allowedOrigins(List.of("https://app.example.com", "https://www.example.com"))
                .build())
            .network(Network.existing(vpc, ExistingNetworkOptions.builder().createEndpoints(true).build()))
            .workflowType(WorkflowType.STANDARD)
            .architecture(Architecture.X86_64)
            .alarmTopic(alarms)
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();

        images.grantRead(Role.Builder.create(stack, "Reader").assumedBy(new AccountRootPrincipal()).build());
        images.onImageReady("Ready", OnEventOptions.builder().description("A picture can be shown").build());
        images.metricImagesFailed(MetricOptions.builder().period(Duration.hours(1)).build())
            .createAlarm(stack, "Failures", CreateAlarmOptions.builder().threshold(3).evaluationPeriods(1).build());
        CfnOutput.Builder.create(stack, "ApiUrl").value(images.getApiUrl()).build();
        app.synth();
    }

    private PhotosApp() {}
}
