package cn.zhenglu.seal.verify;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Names of the licence metadata (GB/T 36903) in the CustomDatas of OFD.xml, as far as they must agree with other parts. */
final class Metadata {

    static final String CERT_NUM = "证照编号";
    static final String IDENTIFIER = "证照标识";
    static final String HOLDER = "持证主体名称";

    /** Shown on the face, and part of the attached record. */
    static final List<String> VALUES = List.of(CERT_NUM, IDENTIFIER, HOLDER, "持证主体代码", "颁发机构");
    /** The same, ISO 8601 in the metadata. */
    static final List<String> DATES = List.of("颁发日期", "有效期起始日期", "有效期截止日期");

    private Metadata() {
    }

    /** The ways in which a date is written on a licence; a value that is no date has one way only. */
    static List<String> writings(String date) {
        try {
            LocalDate day = LocalDate.parse(date);
            String plain = day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
            String padded = "%d年%02d月%02d日".formatted(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
            return List.of(plain, padded, date);
        } catch (DateTimeParseException notADate) {
            return List.of(date);
        }
    }
}
