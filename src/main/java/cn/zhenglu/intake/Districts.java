package cn.zhenglu.intake;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import cn.zhenglu.licence.HalfWidth;

/** 行政区划 (GB/T 2260): from the ways in which sources name one to its code of 6 digits. */
final class Districts {

    private static final Pattern CODE = Pattern.compile("(\\d{4})(\\d{2})?(?:\\d{3}|\\d{6})?");
    private static final Pattern BLANK = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cf}]+");
    /** 市、区、县 that people leave out; a name of one character remains nothing. */
    private static final Pattern SUFFIX = Pattern.compile("(?<=..)[市区县]$");

    private final Map<String, String> names;
    private final Map<String, String> codes = new HashMap<>();

    /** @param names code of 6 digits → name; cities end in 00 */
    Districts(Map<String, String> names) {
        this.names = Map.copyOf(names);
        Set<String> ambiguous = new HashSet<>();
        names.forEach((code, name) -> {
            add(name, code, ambiguous);
            add(SUFFIX.matcher(name).replaceFirst(""), code, ambiguous);
            String city = names.get(code.substring(0, 4) + "00");
            if (city != null && !city.equals(name)) {
                add(city + name, code, ambiguous);
            }
        });
        ambiguous.forEach(codes::remove);
    }

    private void add(String name, String code, Set<String> ambiguous) {
        String other = codes.putIfAbsent(name, code);
        if (other != null && !other.equals(code)) {
            ambiguous.add(name);
        }
    }

    /**
     * The code of 350102, 3501, 350102000000, 鼓楼区, 福州市鼓楼区, 福建省福州市鼓楼区, 福州.
     *
     * @throws Unreadable when the dictionary has none, or several
     */
    String code(String text) throws Unreadable {
        String plain = BLANK.matcher(HalfWidth.of(text)).replaceAll("");
        Matcher digits = CODE.matcher(plain);
        String code = digits.matches() ? digits.group(1) + (digits.group(2) == null ? "00" : digits.group(2))
                : codes.getOrDefault(plain, codes.get(withoutProvince(plain)));
        if (code == null || !names.containsKey(code)) {
            throw new Unreadable("unlisted", "不是可以识别的行政区划",
                    "请在来源系统中更正；确为新的区划的，在 config/dictionaries/districts.yaml 中补充");
        }
        return code;
    }

    private static String withoutProvince(String text) {
        return text.replaceFirst("^\\p{IsHan}{2,8}?(省|自治区)", "");
    }
}
