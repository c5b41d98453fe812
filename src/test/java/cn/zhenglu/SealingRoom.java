package cn.zhenglu;

import cn.zhenglu.demo.DemoSeals;
import cn.zhenglu.document.Composer;
import cn.zhenglu.document.Template;
import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.seal.Sealer;
import cn.zhenglu.seal.verify.OfdVerifier;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The real composer, sealer and verifier with the shipped template and seals of the demo, without the rest of the server. */
final class SealingRoom implements AutoCloseable {

    static final CertificateType TYPE = SafetyLicence.TYPE;
    static final Issuer ISSUER = new Issuer("福建省住房和城乡建设厅", "11350000003591037R");
    private static final Path TEMPLATE = Path.of("config/templates/c0292");

    final Template template = Template.load(TEMPLATE);
    final Composer composer = new Composer(template, TYPE, ISSUER);
    final Sealer sealer;
    final OfdVerifier verifier;
    private final AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();

    /** @param folder for keys and certificates */
    SealingRoom(Path folder) {
        Department department = new Department("fuzhou", "350100", "福州市城乡建设局", "fuzhou");
        Map<String, Object> settings = new HashMap<>(DemoSeals.prepare(folder.resolve("seals"), folder.resolve("trust"),
                TEMPLATE.resolve("fonts/NotoSerifSC-Regular.ttf"), List.of(department)));
        settings.put("zhenglu.departments[0].id", department.id());
        settings.put("zhenglu.departments[0].citynum", department.citynum());
        settings.put("zhenglu.departments[0].name", department.name());
        settings.put("zhenglu.departments[0].seal", department.seal());
        settings.put("zhenglu.trust[0]", folder.resolve("trust").toString());
        beans.getEnvironment().setActiveProfiles("demo");
        beans.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
        beans.scan("cn.zhenglu.seal");
        beans.refresh();
        sealer = beans.getBean(Sealer.class);
        verifier = beans.getBean(OfdVerifier.class);
    }

    /** The sealed OFD of a coded submission. */
    byte[] seal(Submission coded) {
        return sealer.seal(composer.compose(coded)).ofd();
    }

    @Override
    public void close() {
        beans.close();
    }
}
