package cn.zhenglu.licence;

/**
 * The check character of ISO/IEC 7064:2003, MOD 37,36 (GB/T 17710-2008), a hybrid system over 0–9 and A–Z. It finds every
 * single wrong character and most, not all, transpositions.
 */
final class Mod37 {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int MODULUS = ALPHABET.length();

    private Mod37() {
    }

    /**
     * The character that makes {@code text} complete.
     *
     * @throws IllegalArgumentException if {@code text} holds anything but digits and capital letters
     */
    static char checkCharacter(String text) {
        return ALPHABET.charAt((MODULUS + 1 - carry(text)) % MODULUS);
    }

    /** Whether the last character of {@code text} is the check character of what precedes it; never throws. */
    static boolean holds(String text) {
        if (text.length() < 2 || !text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)) {
            return false;
        }
        int last = text.length() - 1;
        return checkCharacter(text.substring(0, last)) == text.charAt(last);
    }

    private static int carry(String text) {
        int product = MODULUS;
        for (int i = 0; i < text.length(); i++) {
            int value = ALPHABET.indexOf(text.charAt(i));
            if (value < 0) {
                throw new IllegalArgumentException("not a digit or capital letter at position " + (i + 1) + " of " + text);
            }
            int sum = (product + value) % MODULUS;
            product = (sum == 0 ? MODULUS : sum) * 2 % (MODULUS + 1);
        }
        return product;
    }
}
