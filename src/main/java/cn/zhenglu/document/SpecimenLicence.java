package cn.zhenglu.document;

import cn.zhenglu.licence.CertificateNumber;
import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.LicenceIdentifier;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** A licence of nobody (样张), unsealed, which shows what a template looks like while it is adjusted. */
final class SpecimenLicence {

    private static final CertificateType TYPE = new CertificateType("建筑施工企业安全生产许可证", "11100000000013338W050", "C0292-2022",
            "建筑施工", Map.of(), Map.of(), Map.of());
    private static final Issuer ISSUER = new Issuer("福建省住房和城乡建设厅", "11350000003591037R");
    private static final String NUMBER = "（闽）JZ安许证字[2023]000000";
    /** As long as the platform's, so that the symbol has as many modules. */
    private static final String CODE = "SPECIMEN".repeat(25);

    private SpecimenLicence() {
    }

    /** @throws BrokenTemplate when the template's own texts do not fit */
    static LicenceDocument of(Template template) {
        LocalDate from = LocalDate.of(2023, 10, 28);
        LicenceRecord record = new LicenceRecord(Operation.NEW, "specimen", NUMBER, "样张建设工程有限公司", "91350000000000000X",
                "福建省样张市样张区样张路 128 号样张大厦 18 层", "有限责任公司（自然人投资或控股）", "样张", null, null, "建筑施工", from, from, from,
                from.plusYears(3).minusDays(1), LicenceState.VALID, null, null);
        return new Composer(template, TYPE, ISSUER).compose(new Submission("0".repeat(32), record, List.of(), "样张", Stage.CODED,
                Standing.ACTIVE, CODE, null,
                LicenceIdentifier.of(TYPE, ISSUER, CertificateNumber.parse(NUMBER).orElseThrow(), 1), null, null, null, Map.of(), 0));
    }
}
