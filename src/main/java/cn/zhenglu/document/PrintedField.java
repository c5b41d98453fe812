package cn.zhenglu.document;

import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceField.Core;
import cn.zhenglu.licence.LicenceField.Kind;
import cn.zhenglu.licence.Submission;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * What a template may print: the names inside its braces.
 *
 * @param key   the name in the braces; the record's component where there is one
 * @param label the official Chinese name
 */
record PrintedField(String key, String label, BiFunction<Submission, Issuer, String> source) {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy年MM月dd日");
    /** What the record says for the program, not for the page. */
    private static final Set<Kind> NOT_PRINTED = Set.of(Kind.OPERATION, Kind.STATE, Kind.DEPARTMENT);

    /** What may be printed on certificates of a type. */
    static List<PrintedField> of(CertificateType type) {
        List<PrintedField> fields = new ArrayList<>();
        fields.add(new PrintedField("certificateType", "证照类型名称", (s, issuer) -> type.name()));
        type.fields().stream().filter(field -> !NOT_PRINTED.contains(field.kind()) && !field.is(Core.STATE_NOTE) && !field.is(Core.REPLACES))
                .forEach(field -> fields.add(new PrintedField(field.component(), field.label(), (s, issuer) -> printed(field, s))));
        fields.add(new PrintedField("issuer", "发证机关", (s, issuer) -> issuer.name()));
        fields.add(new PrintedField("issuerCode", "发证机关代码", (s, issuer) -> issuer.code()));
        fields.add(new PrintedField("identifier", "证照标识",
                (s, issuer) -> s.identifier() == null ? null : s.identifier().value()));
        return List.copyOf(fields);
    }

    static String allKeys(CertificateType type) {
        return of(type).stream().map(PrintedField::key).collect(Collectors.joining("、"));
    }

    /** What is printed; {@code null} when the submission does not say. */
    String of(Submission submission, Issuer issuer) {
        return source.apply(submission, issuer);
    }

    /** Dates as 2023年01月05日, words for codes; identity numbers masked: everybody who has the page may pass it on. */
    private static String printed(LicenceField field, Submission submission) {
        Object value = field.in(submission.record());
        if (value instanceof LocalDate date) {
            return DATE.format(date);
        }
        String text = value == null ? field.otherwise() : value.toString();
        return text == null || field.kind() != Kind.IDENTITY_NUMBER && field.kind() != Kind.CODE ? text
                : String.valueOf(field.shown(submission.record()));
    }
}
