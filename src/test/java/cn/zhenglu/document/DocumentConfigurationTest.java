package cn.zhenglu.document;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.SafetyLicence;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.Issuer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class DocumentConfigurationTest {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(DocumentConfiguration.class)
            .withBean(Family.class, () -> SafetyLicence.FAMILY)
            .withBean(Issuer.class, () -> Samples.ISSUER);

    @Test
    void offersComposerAndPreviewWithTheShippedTemplate() {
        context.withPropertyValues("zhenglu.document.watermark.text=样张 {time}", "zhenglu.document.watermark.angle=20").run(started -> {
            assertThat(started).hasNotFailed().hasSingleBean(Composer.class).hasSingleBean(Preview.class);
            assertThat(started.getBean(Watermark.class)).extracting(Watermark::text, Watermark::angle).containsExactly("样张 {time}", 20.0);
        });
    }

    @Test
    void failsWithASentenceWhenTheTemplateDoesNotExist() {
        context.withPropertyValues("zhenglu.template=none").run(started ->
                assertThat(started.getStartupFailure()).rootCause().isInstanceOf(BrokenTemplate.class).hasMessageContaining("zhenglu.template"));
    }

    @Test
    void doesNotFollowATemplateNameOutOfItsFolder() {
        context.withPropertyValues("zhenglu.template=../../etc").run(started ->
                assertThat(started.getStartupFailure()).rootCause().isInstanceOf(BrokenTemplate.class).hasMessageContaining("../../etc"));
    }

    @Test
    void failsWithASentenceWhenAWatermarkSettingIsWrong() {
        context.withPropertyValues("zhenglu.document.watermark.opacity=3").run(started ->
                assertThat(started.getStartupFailure()).rootCause().hasMessageContaining("opacity"));
    }
}
