package cn.zhenglu.relay;

import cn.zhenglu.SafetyLicence;
import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.LicenceIdentifier;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Submissions that pass every rule of the platform, and the dictionaries they are sent with. */
final class Samples {

    static final String IDENTITY_NUMBER = "11010519491231002X"; // the example of GB 11643
    static final Issuer ISSUER = new Issuer("福建省住房和城乡建设厅", "11350000003591037R");
    static final List<Department> DEPARTMENTS = List.of(new Department("fuzhou", "350100", "福州市城乡建设局", "fuzhou"));
    static final CertificateType TYPE = SafetyLicence.TYPE;

    /** Version 1 and 2 of one licence; check characters by ISO/IEC 7064 MOD 37,36. */
    static final LicenceIdentifier FIRST =
            new LicenceIdentifier("1.2.156.3005.2.11100000000013338W050.11350000003591037R.2023087974.001.B");
    static final LicenceIdentifier SECOND =
            new LicenceIdentifier("1.2.156.3005.2.11100000000013338W050.11350000003591037R.2023087974.002.9");

    private Samples() {
    }

    static LicenceRecord record(Operation operation, LicenceState state, String stateNote) {
        return SafetyLicence.record(operation, "fuzhou", "（闽）JZ安许证字[2023]087974", "福建测试建设工程有限公司", "91350100M000100Y43",
                "福州市鼓楼区五四路１号", "有限责任公司", "陈测试", IDENTITY_NUMBER, "111", "建筑施工",
                LocalDate.of(2020, 5, 6), LocalDate.of(2023, 5, 6), LocalDate.of(2023, 5, 6), LocalDate.of(2026, 5, 5),
                state, stateNote, null);
    }

    static Submission newLicence(String id) {
        return submission(id, record(Operation.NEW, LicenceState.VALID, null), FIRST, null);
    }

    static Submission renewal(String id) {
        return submission(id, record(Operation.RENEW, LicenceState.VALID, null), SECOND, FIRST);
    }

    static Submission suspension(String id) {
        return submission(id, record(Operation.SUSPEND, LicenceState.SUSPENDED, null), FIRST, null);
    }

    static Submission correction(String id) {
        return submission(id, record(Operation.CORRECT, LicenceState.VALID, null), FIRST, null);
    }

    private static Submission submission(String id, LicenceRecord record, LicenceIdentifier identifier, LicenceIdentifier replaced) {
        Map<RelayCall, Integer> first = new EnumMap<>(RelayCall.class);
        for (RelayCall call : RelayCall.values()) {
            first.put(call, 1);
        }
        return new Submission(id, record, List.of(), "审批库 approval，id=17", Stage.CHECKED, Standing.ACTIVE, null, null, identifier,
                replaced, "tok-3nXq", null, first, 1);
    }

    /** The same, with the call begun once before. */
    static Submission again(Submission submission, RelayCall call) {
        Map<RelayCall, Integer> attempts = new EnumMap<>(submission.attempts());
        attempts.merge(call, 1, Integer::sum);
        return new Submission(submission.id(), submission.record(), submission.problems(), submission.origin(), submission.stage(),
                submission.standing(), submission.code(), submission.codedAt(), submission.identifier(), submission.replacedIdentifier(),
                submission.previewToken(), submission.documentDigest(), attempts, submission.fence());
    }

    static String id(int number) {
        return String.format("%032x", 0xabcdef0000L + number);
    }
}
