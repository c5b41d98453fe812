package cn.zhenglu.licence;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The 统一社会信用代码 (GB 32100-2015): 18 digits and capital letters without I, O, S, V and Z; the last one checks the others,
 * weights 3^i modulo 31, so that every single wrong character and every transposition of two neighbours is found.
 */
public final class CreditCode {

    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int MODULUS = ALPHABET.length();
    private static final Pattern FORM = Pattern.compile('[' + ALPHABET + "]{18}");
    private static final String REMEDY = "请核对营业执照上的统一社会信用代码，在审批系统中更正后重新提交";

    private CreditCode() {
    }

    /**
     * The 18th character for the first 17.
     *
     * @throws IllegalArgumentException if {@code first17} is not 17 characters of the alphabet
     */
    public static char checkDigit(String first17) {
        if (!FORM.matcher(first17 + '0').matches()) {
            throw new IllegalArgumentException("not the first 17 characters of a credit code: " + first17);
        }
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < first17.length(); i++) {
            sum += ALPHABET.indexOf(first17.charAt(i)) * weight;
            weight = weight * 3 % MODULUS;
        }
        return ALPHABET.charAt(Math.floorMod(-sum, MODULUS));
    }

    /**
     * What is wrong with {@code value}: {@code credit-code.form} or {@code credit-code.check-digit}; empty when nothing is. The
     * right check digit is not named: the wrong character is as likely any other.
     */
    public static Optional<Problem> problem(String value) {
        if (value == null || !FORM.matcher(value).matches()) {
            return Optional.of(problem("form", "统一社会信用代码" + Problem.quote(value)
                    + "不符合格式：应为 18 位数字和大写字母，不含 I、O、S、V、Z"));
        }
        if (checkDigit(value.substring(0, 17)) != value.charAt(17)) {
            return Optional.of(problem("check-digit", "统一社会信用代码" + Problem.quote(value) + "的校验位不正确（GB 32100）"));
        }
        return Optional.empty();
    }

    private static Problem problem(String kind, String message) {
        return new Problem("credit-code." + kind, "creditCode", message, REMEDY);
    }
}
