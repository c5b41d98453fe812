package cn.zhenglu.seal.verify;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a verification found.
 *
 * @param checks in the order in which they were made; with several seals, the checks of each seal one after the other
 * @param facts  what the document says of itself; to be believed only when the report is valid
 */
public record VerificationReport(List<Check> checks, Facts facts) {

    /** The verdict over all checks. */
    public enum Verdict {

        VALID("有效：签章真实，文件自签章后未被改动。"),
        INVALID("无效：文件未通过验证。"),
        UNREADABLE("无法读取：文件不是可以验证的 OFD。");

        private final String sentence;

        Verdict(String sentence) {
            this.sentence = sentence;
        }

        /** What people read. */
        public String sentence() {
            return sentence;
        }
    }

    /**
     * What the document says of itself. Each component is {@code null} when unknown; texts are made printable and at most
     * 200 characters long, except {@code qr}.
     *
     * @param signer     name of the signing certificate's holder
     * @param sealName   name of the seal
     * @param signedAt   time of signing
     * @param certNum    证照编号 from the metadata
     * @param identifier 证照标识 from the metadata
     * @param holder     持证主体名称 from the metadata
     * @param qr         content of the QR symbol, whole
     */
    public record Facts(String signer, String sealName, Instant signedAt, String certNum, String identifier, String holder, String qr) {

        private static final int LONGEST = 200;

        public Facts {
            signer = Printable.text(signer, LONGEST);
            sealName = Printable.text(sealName, LONGEST);
            certNum = Printable.text(certNum, LONGEST);
            identifier = Printable.text(identifier, LONGEST);
            holder = Printable.text(holder, LONGEST);
        }
    }

    public VerificationReport {
        checks = List.copyOf(checks);
    }

    /**
     * Valid only when nothing failed and everything required was looked at and passed: a check that was skipped by mistake
     * makes a document invalid, never valid.
     */
    public Verdict verdict() {
        if (failed().stream().anyMatch(check -> check.rule().kind() == Rule.Kind.READABILITY)) {
            return Verdict.UNREADABLE;
        }
        Set<Rule> passed = checks.stream().filter(check -> check.outcome() == Outcome.PASSED).map(Check::rule)
                .collect(Collectors.toSet());
        boolean complete = Arrays.stream(Rule.values()).filter(rule -> rule.kind() == Rule.Kind.REQUIRED).allMatch(passed::contains);
        return complete && failed().isEmpty() ? Verdict.VALID : Verdict.INVALID;
    }

    /** Whether the document may be relied upon. */
    public boolean valid() {
        return verdict() == Verdict.VALID;
    }

    /** The checks that speak against the document. */
    public List<Check> failed() {
        return checks.stream().filter(Check::failed).toList();
    }
}
