package cn.zhenglu.document;

import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.Issuer;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What other rooms and the routes use of this one. The template's folder is looked for where the server is started. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DocumentSettings.class)
class DocumentConfiguration {

    /** Of the first type; its fonts write the watermark of all. */
    @Bean
    Template template(@Value("${zhenglu.template:c0292}") String name) {
        return load(name);
    }

    private static Template load(String name) {
        if (!name.matches("[A-Za-z0-9_-]+")) {
            throw new BrokenTemplate("配置项 zhenglu.template 的值“" + name + "”有误：模板名称只可含字母、数字、“-”和“_”。");
        }
        return Template.load(Path.of("config", "templates", name));
    }

    @Bean
    Composer composer(Template template, Family family, Issuer issuer) {
        return new Composer(family.types().stream().collect(Collectors.toMap(Function.identity(),
                type -> type.equals(family.first()) ? template : load(type.template()))), issuer);
    }

    @Bean
    Preview preview(Template template, DocumentSettings settings) {
        return new Preview(template, settings.previewResolution());
    }

    @Bean
    Watermark watermark(DocumentSettings settings) {
        DocumentSettings.WatermarkSettings written = settings.watermark();
        return new Watermark(written.text(), written.angle(), written.size(), written.gap(), written.color(),
                written.opacity());
    }
}
