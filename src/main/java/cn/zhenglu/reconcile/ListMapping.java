package cn.zhenglu.reconcile;

import cn.zhenglu.licence.CertificateNumber;
import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.HalfWidth;
import cn.zhenglu.licence.LicenceIdentifier;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.NumberForm;
import cn.zhenglu.licence.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands the lines of a list: names of columns, words for states, ways of writing numbers. */
final class ListMapping {

    private static final Pattern VERSION = Pattern.compile("(?:第|V)?0*(\\d{1,3})版?");
    private static final int LONGEST_NAME = 400;

    private final ReconcileSettings.Columns columns;
    private final NumberForm number;
    private final Map<String, LicenceState> states = new HashMap<>();
    private final Map<String, String> departments = new HashMap<>();

    ListMapping(ReconcileSettings settings, CertificateType type, List<Department> departments) {
        this.columns = settings.columns();
        this.number = type.number();
        type.states().forEach((state, code) -> states.put(code, state));
        for (LicenceState state : LicenceState.values()) {
            states.put(state.label(), state);
        }
        settings.states().forEach((state, words) -> words.forEach(word -> states.put(plain(word), state)));
        for (Department department : departments) {
            this.departments.put(department.id(), department.id());
            this.departments.put(department.name(), department.id());
        }
    }

    /** What the column of certificate numbers may be called, for messages. */
    String certNumNames() {
        return String.join("、", columns.certNum());
    }

    /** Whether the line has a column for the certificate number at all. */
    boolean knows(ListFile.Line line) {
        return columns.certNum().stream().anyMatch(name -> line.cells().containsKey(ListFile.canonical(name)));
    }

    ListEntry entry(ListFile.Line line) {
        if (line.problem() != null) {
            return unreadable(line, line.problem());
        }
        String written = cell(line, columns.certNum());
        Optional<CertificateNumber> certNum = number.parse(written);
        if (certNum.isEmpty()) {
            return unreadable(line, "证书编号" + Problem.quote(written) + "无法识别");
        }
        String identifier = plain(cell(line, columns.identifier()));
        String versionText = plain(cell(line, columns.version()));
        Integer version = version(versionText);
        if (!versionText.isEmpty() && version == null) {
            return unreadable(line, certNum.get() + " 的版本" + Problem.quote(versionText) + "无法识别");
        }
        if (version == null && !identifier.isEmpty()) {
            version = versionOf(identifier);
            if (version == null) {
                return unreadable(line, certNum.get() + " 的证照标识" + Problem.quote(identifier) + "无法识别");
            }
        }
        String stateText = cell(line, columns.state()).strip();
        return new ListEntry(line.number(), certNum.get().toString(), shortened(identifier, 200), version, states.get(plain(stateText)),
                shortened(stateText, 100), shortened(cell(line, columns.companyName()).strip(), LONGEST_NAME),
                shortened(plain(cell(line, columns.creditCode())), 60), departments.get(cell(line, columns.department()).strip()), null);
    }

    private static ListEntry unreadable(ListFile.Line line, String problem) {
        return new ListEntry(line.number(), null, null, null, null, null, null, null, null, shortened(problem, 400));
    }

    private static Integer version(String text) {
        Matcher version = VERSION.matcher(text);
        return version.matches() ? Integer.valueOf(version.group(1)) : null;
    }

    private static Integer versionOf(String identifier) {
        try {
            return LicenceIdentifier.parse(identifier).version();
        } catch (NeedsPerson unreadable) {
            return null;
        }
    }

    private static String cell(ListFile.Line line, List<String> names) {
        for (String name : names) {
            String cell = line.cells().get(ListFile.canonical(name));
            if (cell != null && !cell.isBlank()) {
                return cell.replace('\0', ' '); // PostgreSQL stores none
            }
        }
        return "";
    }

    private static String plain(String text) {
        return HalfWidth.of(text).replaceAll("[\\s\\p{Z}\\p{Cc}\\p{Cf}]+", "").toUpperCase(Locale.ROOT);
    }

    private static String shortened(String text, int longest) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
