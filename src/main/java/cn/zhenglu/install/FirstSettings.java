package cn.zhenglu.install;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code config/application.yaml} for one department, made from the one that ships: the same lines with the same comments, other
 * values. So there is only one file to keep right.
 *
 * @param department    {@code zhenglu.departments[0].id}, also the name of its seal
 * @param name          in full, as on the licence
 * @param citynum       GB/T 2260, six digits
 * @param ledger        JDBC address of the ledger
 * @param source        JDBC address of the approval database, or empty
 * @param publicBaseUrl where the public reaches this server, or empty
 * @param relay         address of the provincial relay, or empty
 * @param admin         name of the first console user
 * @param adminHash     {@code {bcrypt}…}
 */
record FirstSettings(String department, String name, String citynum, String ledger, String source, String publicBaseUrl, String relay,
        String admin, String adminHash) {

    private static final int PROVINCE_DIGITS = 2;

    /** @throws IllegalStateException when the master lacks a line that is to be changed */
    String writtenInto(String master) {
        String text = block(master, "  departments:", List.of(
                "    - {id: " + department + ", citynum: \"" + citynum + "\", name: " + quoted(name) + ", seal: " + department + "}"));
        text = block(text, "    users:", List.of(
                "      - {name: " + quoted(admin) + ", password: " + quoted(adminHash) + ", role: ADMIN}"));
        text = value(text, "spring", "    url", ledger);
        text = value(text, "zhenglu", "  province", citynum.substring(0, PROVINCE_DIGITS) + "0000");
        text = value(text, "zhenglu", "      url", source);
        text = value(text, "  relay", "    base-url", relay);
        return publicBaseUrl.isEmpty() ? text : value(text, "zhenglu", "  public-base-url", publicBaseUrl);
    }

    /** The rehearsal's settings: a database of its own on the ledger's server. */
    static String rehearsal(String master, String ledger) {
        return value(master, "spring", "    url", ledger.replaceFirst("^(jdbc:postgresql:[^?]*[^?/])", "$1_rehearsal"));
    }

    /** Replaces the first value of the key below the line of another one; its comment stays. */
    private static String value(String text, String below, String key, String value) {
        Matcher line = Pattern.compile("(?s)(\n" + below + ":.*?\n" + key + ": )(\"[^\"\n]*\"|\\S*)").matcher('\n' + text);
        if (!line.find()) {
            throw new IllegalStateException("config/application.yaml 的模板中没有 " + below + " 下的 " + key.strip());
        }
        return line.replaceFirst(found -> Matcher.quoteReplacement(found.group(1) + quoted(value))).substring(1);
    }

    /** Replaces the list of a key, whether it stands on lines of its own or is the empty one. */
    private static String block(String text, String key, List<String> items) {
        Matcher list = Pattern.compile("(\n" + key + ")( \\[])?( *#[^\n]*)?\n(" + " ".repeat(key.indexOf(key.strip())) + " *[-#][^\n]*\n)+")
                .matcher(text);
        if (!list.find()) {
            throw new IllegalStateException("config/application.yaml 的模板中没有 " + key.strip());
        }
        return list.replaceFirst(found -> Matcher.quoteReplacement(found.group(1)
                + (found.group(3) == null ? "" : found.group(3)) + '\n' + String.join("\n", items) + '\n'));
    }

    /** As YAML reads it back unchanged. */
    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
