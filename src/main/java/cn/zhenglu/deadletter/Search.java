package cn.zhenglu.deadletter;

import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.HalfWidth;
import cn.zhenglu.licence.IdentityNumber;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which dead letters; a component that is {@code null} does not matter.
 *
 * @param group id of a {@linkplain Groups.Group group}
 * @param code  kind of the first problem
 * @param text  what a person typed: a certificate number, credit code, submission id, number of a dead letter, or part of a
 *              company name or a reason
 * @param from  raised at or after
 * @param to    raised before
 */
public record Search(DeadLetter.Standing standing, Long group, String code, String department, String text, Instant from,
        Instant to) {

    /** All of a standing. */
    public static Search of(DeadLetter.Standing standing) {
        return new Search(standing, null, null, null, null, null, null);
    }

    /** The condition on table {@code dead_letter d} and its parameters. */
    record Condition(String sql, Map<String, Object> values) {
    }

    Condition condition(Family family) {
        List<String> parts = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        add(parts, values, "d.standing = :standing", "standing", standing == null ? null : standing.name());
        add(parts, values, "d.group_id = :group", "group", group);
        add(parts, values, "d.code = :code", "code", code);
        add(parts, values, "d.group_id in (select id from dead_letter_group where department = :department)", "department",
                department);
        add(parts, values, "d.raised_at >= :from", "from", from == null ? null : Timestamp.from(from));
        add(parts, values, "d.raised_at < :to", "to", to == null ? null : Timestamp.from(to));
        if (text != null && !text.isBlank()) {
            text(text.strip(), family, parts, values);
        }
        return new Condition(parts.isEmpty() ? "" : " where " + String.join(" and ", parts), values);
    }

    private static void add(List<String> parts, Map<String, Object> values, String sql, String name, Object value) {
        if (value != null) {
            parts.add(sql);
            values.put(name, value);
        }
    }

    private static void text(String typed, Family family, List<String> parts, Map<String, Object> values) {
        String plain = HalfWidth.of(typed).replaceAll("\\s", "");
        if (plain.matches("[0-9a-fA-F]{32}")) {
            add(parts, values, "d.submission_id = :text", "text", plain.toLowerCase(Locale.ROOT));
        } else if (family.number(typed).isPresent()) {
            add(parts, values, "d.cert_num = :text", "text", family.normalise(typed));
        } else if (plain.matches("[0-9A-Za-z]{18}")) {
            add(parts, values, "d.credit_code in (:text, :masked)", "text", plain.toUpperCase(Locale.ROOT));
            values.put("masked", IdentityNumber.mask(plain.toUpperCase(Locale.ROOT))); // as it is kept of a person
        } else {
            String contains = "(d.company_name like :text escape '!' or d.reason like :text escape '!'"
                    + " or d.cert_num like :text escape '!')";
            if (plain.matches("\\d{1,18}")) {
                contains = "(d.id = :number or " + contains + ")";
                values.put("number", Long.valueOf(plain));
            }
            add(parts, values, contains, "text", '%' + typed.replaceAll("([!%_])", "!$1") + '%');
        }
    }
}
