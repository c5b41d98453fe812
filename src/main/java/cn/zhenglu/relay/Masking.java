package cn.zhenglu.relay;

import java.util.regex.Pattern;

/** Hides identity numbers in texts that people read or that are kept as evidence. */
final class Masking {

    /** 公民身份号码 (GB 11643): region, date of birth, sequence, check digit. */
    private static final Pattern IDENTITY_NUMBER = Pattern.compile("(?<![0-9A-Za-z])([1-8]\\d{2})\\d{3}"
            + "(?:18|19|20)\\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\\d|3[01])\\d{2}(\\d[\\dXx])(?![0-9A-Za-z])");

    private Masking() {
    }

    /**
     * @param text   may quote any identity number
     * @param number the record's own identity number of whatever kind, or {@code null}
     */
    static String mask(String text, String number) {
        String masked = number == null || number.isBlank() ? text : text.replace(number, hidden(number));
        return IDENTITY_NUMBER.matcher(masked).replaceAll("$1*************$2");
    }

    /** The first three and the last two characters of a long number, nothing of a short one. */
    private static String hidden(String number) {
        int length = number.length();
        return length < 10 ? "*".repeat(length) : number.substring(0, 3) + "*".repeat(length - 5) + number.substring(length - 2);
    }
}
