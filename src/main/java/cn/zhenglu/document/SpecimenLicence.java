package cn.zhenglu.document;

import cn.zhenglu.licence.CertificateNumber;
import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.LicenceField.Core;
import cn.zhenglu.licence.LicenceIdentifier;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A licence of nobody (样张), unsealed, which shows what a template looks like while it is adjusted. */
final class SpecimenLicence {

    private static final Issuer ISSUER = new Issuer("福建省住房和城乡建设厅", "11350000003591037R");
    /** As long as the platform's, so that the symbol has as many modules. */
    private static final String CODE = "SPECIMEN".repeat(25);

    private SpecimenLicence() {
    }

    /** @throws BrokenTemplate when the template's own texts do not fit */
    static LicenceDocument of(Template template, CertificateType type) {
        LocalDate from = LocalDate.of(2023, 10, 28);
        // a number that nobody has
        CertificateNumber number = type.number().parse(type.number().example().replaceFirst("\\d{1,6}$", "000000")).orElseThrow();
        Map<String, Object> fields = new HashMap<>();
        type.ownFields().forEach(field -> fields.put(field.component(), field.specimen()));
        fields.put(Core.OPERATION.component(), Operation.NEW);
        fields.put(Core.DEPARTMENT.component(), "specimen");
        fields.put(Core.CERT_NUM.component(), number.value());
        fields.put(Core.FIRST_ISSUE_DATE.component(), from);
        fields.put(Core.ISSUE_DATE.component(), from);
        fields.put(Core.VALID_FROM.component(), from);
        fields.put(Core.VALID_TO.component(), from.plusYears(3).minusDays(1));
        fields.put(Core.STATE.component(), LicenceState.VALID);
        return new Composer(template, type, ISSUER).compose(new Submission("0".repeat(32), LicenceRecord.of(type, fields), List.of(), "样张",
                Stage.CODED, Standing.ACTIVE, CODE, null, LicenceIdentifier.of(type, ISSUER, number, 1), null, null, null, Map.of(), 0));
    }
}
