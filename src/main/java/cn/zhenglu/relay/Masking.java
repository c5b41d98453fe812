package cn.zhenglu.relay;

import java.util.regex.Pattern;

/** Hides identity numbers in texts that people read or that are kept as evidence. */
final class Masking {

    private static final int LENGTH = 18;
    /** 公民身份号码 (GB 11643): region, date of birth, sequence, check digit. */
    private static final Pattern IDENTITY_NUMBER = Pattern.compile("[1-8]\\d{5}(?:18|19|20)\\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\\d|3[01])\\d{3}[\\dXx]");

    private Masking() {
    }

    /**
     * @param text   may quote any identity number
     * @param number the record's own identity number of whatever kind, or {@code null}
     */
    static String mask(String text, String number) {
        String masked = number == null || number.isBlank() ? text : text.replace(number, hidden(number));
        StringBuilder hidden = new StringBuilder(masked.length());
        // word by word: a pattern that is tried at each character costs more than all else that is done with a reply
        for (int start = 0, end; start < masked.length(); start = end) {
            end = endOfWord(masked, start);
            if (end - start == LENGTH && IDENTITY_NUMBER.matcher(masked).region(start, end).matches()) {
                hidden.append(hidden(masked.substring(start, end)));
            } else {
                hidden.append(masked, start, end);
            }
        }
        return hidden.toString();
    }

    /** Behind the letters and digits that stand together from there on, or behind the one other character. */
    private static int endOfWord(String text, int start) {
        int end = start;
        while (end < text.length() && isInWord(text.charAt(end))) {
            end++;
        }
        return Math.max(end, start + 1);
    }

    private static boolean isInWord(char character) {
        return character >= '0' && character <= '9' || character >= 'A' && character <= 'Z' || character >= 'a' && character <= 'z';
    }

    /** The first three and the last two characters of a long number, nothing of a short one. */
    private static String hidden(String number) {
        int length = number.length();
        return length < 10 ? "*".repeat(length) : number.substring(0, 3) + "*".repeat(length - 5) + number.substring(length - 2);
    }
}
