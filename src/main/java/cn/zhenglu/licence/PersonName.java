package cn.zhenglu.licence;

/** The name of a natural person, as far as the public may see it. */
public final class PersonName {

    private PersonName() {
    }

    /** The first character and, of three and more, the last: 张*、林*华; {@code null} stays. */
    public static String mask(String name) {
        if (name == null) {
            return null;
        }
        int[] characters = name.codePoints().toArray();
        int length = characters.length;
        int tail = length > 2 ? 1 : 0;
        return length == 0 ? name : new String(characters, 0, 1) + "*".repeat(Math.max(1, length - 1 - tail))
                + new String(characters, length - tail, tail);
    }
}
