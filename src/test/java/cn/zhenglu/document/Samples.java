package cn.zhenglu.document;

import cn.zhenglu.SafetyLicence;
import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.LicenceIdentifier;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** The shipped template and submissions to print with it; fonts are read once for all tests. */
final class Samples {

    static final Path TEMPLATE_FOLDER = Path.of("config", "templates", "c0292");
    static final String CODE = "9F3A61C0B7E24D58".repeat(12) + "0123ABCD";
    static final String IDENTITY_NUMBER = "350102199001010013";
    static final Issuer ISSUER = new Issuer("福建省住房和城乡建设厅", "11350000003591037R");
    static final CertificateType TYPE = SafetyLicence.TYPE;
    static final Template TEMPLATE = Template.load(TEMPLATE_FOLDER);
    static final Composer COMPOSER = new Composer(TEMPLATE, TYPE, ISSUER);

    private Samples() {
    }

    static Submission usual() {
        return submission("福建省第一建筑工程集团有限公司", "林志强", "福建省福州市鼓楼区五四路128号恒力城写字楼18层");
    }

    static Submission submission(String company, String person, String address) {
        return submission(SafetyLicence.record(Operation.NEW, "fuzhou", "（闽）JZ安许证字[2023]000001", company, "91350100MA2XN8T05L",
                address, "有限责任公司（自然人投资或控股）", person, IDENTITY_NUMBER, "111", null, LocalDate.of(2020, 5, 6),
                LocalDate.of(2023, 5, 6), LocalDate.of(2023, 5, 6), LocalDate.of(2026, 5, 5), LicenceState.VALID, null, null));
    }

    static Submission submission(LicenceRecord licence) {
        return new Submission("0123456789abcdef0123456789abcdef", licence, List.of(), "approval 1", Stage.CODED, Standing.ACTIVE,
                CODE, Instant.parse("2023-05-05T20:03:04Z"),
                new LicenceIdentifier("1.2.156.3005.2.11100000000013338W050.11350000003591037R.2023000001.001.X"), null,
                "token", null, Map.of(), 1);
    }
}
