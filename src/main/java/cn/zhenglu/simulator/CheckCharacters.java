package cn.zhenglu.simulator;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/** The check characters the platform looks at, computed here independently of the client. */
final class CheckCharacters {

    private static final String CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int[] CREDIT_WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    private static final int[] IDENTITY_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    private CheckCharacters() {
    }

    /** 统一社会信用代码, GB 32100. */
    static boolean isCreditCode(String code) {
        if (code.length() != 18) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            int value = CREDIT_ALPHABET.indexOf(code.charAt(i));
            if (value < 0) {
                return false;
            }
            sum += value * CREDIT_WEIGHTS[i];
        }
        return CREDIT_ALPHABET.indexOf(code.charAt(17)) == (31 - sum % 31) % 31;
    }

    /** 公民身份号码, GB 11643. */
    static boolean isIdentityNumber(String number) {
        if (!number.matches("\\d{17}[\\dX]") || !isDate(number.substring(6, 14), DateTimeFormatter.BASIC_ISO_DATE)) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += (number.charAt(i) - '0') * IDENTITY_WEIGHTS[i];
        }
        return "10X98765432".charAt(sum % 11) == number.charAt(17);
    }

    /** ISO/IEC 7064 MOD 37,36 (GB/T 17710): the whole string, check character included, leaves 1. */
    static boolean isMod3736(String text) {
        int product = 36;
        for (int i = 0; i < text.length(); i++) {
            int value = Character.digit(text.charAt(i), 36);
            if (value < 0) {
                return false;
            }
            int sum = (product + value) % 36;
            if (i == text.length() - 1) {
                return sum == 1;
            }
            product = (sum == 0 ? 36 : sum) * 2 % 37;
        }
        return false;
    }

    static boolean isDate(String text, DateTimeFormatter format) {
        try {
            LocalDate.parse(text, format);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
