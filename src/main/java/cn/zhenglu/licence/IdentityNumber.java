package cn.zhenglu.licence;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The 公民身份号码 (GB 11643-1999): 6 digits of region, 8 of the birth date, 3 of sequence and a check digit 0–9 or X
 * (ISO 7064 MOD 11-2); and the masking of identity numbers of any kind.
 */
public final class IdentityNumber {

    /** Code of the 居民身份证 among the kinds of identity document (GB/T 36903 appendix). */
    public static final String RESIDENT_CARD = "111";

    private static final Pattern FORM = Pattern.compile("\\d{17}[\\dX]");
    private static final Pattern FIRST_17 = Pattern.compile("\\d{17}");
    /** Something in a text that can only be a resident's number: 18 characters with a birth date at its place. */
    private static final Pattern IN_TEXT = Pattern.compile(
            "(?<![0-9A-Za-z])\\d{6}(?:18|19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx](?![0-9A-Za-z])");
    private static final String CHECK_DIGITS = "10X98765432";
    private static final int LONG = 15;

    private IdentityNumber() {
    }

    /**
     * The 18th character for the first 17.
     *
     * @throws IllegalArgumentException if {@code first17} is not 17 digits; the message does not repeat them
     */
    public static char checkDigit(String first17) {
        if (!FIRST_17.matcher(first17).matches()) {
            throw new IllegalArgumentException("not the first 17 digits of an identity number");
        }
        int remainder = 0;
        for (int i = 0; i < first17.length(); i++) {
            remainder = (remainder + first17.charAt(i) - '0') * 2 % 11;
        }
        return CHECK_DIGITS.charAt(remainder);
    }

    /**
     * What is wrong with {@code value} as a resident's number: e.g. {@code responsible-person-id.form}, {@code .birth-date} or
     * {@code .check-digit}; empty when nothing is. Messages show it masked.
     */
    public static Optional<Problem> problem(LicenceField field, String value) {
        if (value == null || !FORM.matcher(value).matches()) {
            return Optional.of(problem(field, "form", value, "不符合格式：居民身份证号码应为 18 位，末位为数字或大写 X"));
        }
        if (!hasBirthDate(value)) {
            return Optional.of(problem(field, "birth-date", value, "中的出生日期不存在（GB 11643）"));
        }
        if (checkDigit(value.substring(0, 17)) != value.charAt(17)) {
            return Optional.of(problem(field, "check-digit", value, "的校验位不正确（GB 11643）"));
        }
        return Optional.empty();
    }

    private static boolean hasBirthDate(String value) {
        try {
            LocalDate.of(Integer.parseInt(value.substring(6, 10)), Integer.parseInt(value.substring(10, 12)),
                    Integer.parseInt(value.substring(12, 14)));
            return true;
        } catch (DateTimeException noSuchDay) {
            return false;
        }
    }

    /**
     * Any identity number with its middle replaced by {@code *}, the length kept; {@code null} becomes empty. Of 15 and more
     * characters the first 6 and the last 2 stay: the region, and enough to tell two apart. The usual last 4 would be the whole
     * sequence and let anyone who knows the birth date rebuild the number. Of shorter ones a quarter stays at each end.
     */
    public static String mask(String number) {
        if (number == null) {
            return "";
        }
        int[] characters = number.codePoints().toArray();
        int length = characters.length;
        int head = length >= LONG ? 6 : length / 4;
        int tail = length >= LONG ? 2 : length / 4;
        return new String(characters, 0, head) + "*".repeat(length - head - tail) + new String(characters, length - tail, tail);
    }

    /** {@code text} with every resident's number in it masked, for texts that may hold one in the wrong place. */
    public static String maskIn(String text) {
        return IN_TEXT.matcher(text).replaceAll((MatchResult found) -> mask(found.group()));
    }

    private static Problem problem(LicenceField field, String kind, String value, String what) {
        return new Problem(field.code(kind), field.component(), field.label() + '「' + mask(value) + '」' + what,
                "请核对" + field.whose() + "的居民身份证号码和证件类型，在审批系统中更正后重新提交");
    }
}
