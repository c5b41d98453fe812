package cn.zhenglu.reconcile;

import cn.zhenglu.licence.CertificateNumber;
import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.HalfWidth;
import cn.zhenglu.licence.IdentityNumber;
import cn.zhenglu.licence.LicenceIdentifier;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Understands the lines of a list: names of columns, words for states, ways of writing numbers. The certificate number tells of which
 * type a line is, and the type has its own words.
 */
final class ListMapping {

    private static final Pattern VERSION = Pattern.compile("(?:第|V)?0*(\\d{1,3})版?");
    private static final int LONGEST_NAME = 400;

    private final ReconcileSettings.Columns columns;
    private final List<Words> types;
    private final Map<String, String> departments = new HashMap<>();

    /**
     * What a list may call things of a certificate type.
     *
     * @param states by word
     * @param holder columns with the name
     * @param code   columns with the code that identifies the holder
     */
    private record Words(CertificateType type, Map<String, LicenceState> states, List<String> holder, List<String> code) {

        static Words of(CertificateType type, ReconcileSettings settings) {
            Map<String, LicenceState> states = new HashMap<>();
            type.states().forEach((state, code) -> states.put(code, state));
            for (LicenceState state : LicenceState.values()) {
                states.put(state.label(), state);
            }
            settings.states().forEach((state, words) -> words.forEach(word -> states.put(plain(word), state)));
            return new Words(type, states, columns(type, type.holder().name(), settings.columns().companyName()),
                    columns(type, type.holder().code(), settings.columns().creditCode()));
        }

        /** The type's own names come first: a company may be there that is not the holder. */
        private static List<String> columns(CertificateType type, String component, List<String> others) {
            return Stream.concat(type.field(component).stream().flatMap(field -> Stream.of(field.label(), field.wire())), others.stream())
                    .filter(Objects::nonNull).toList();
        }
    }

    ListMapping(ReconcileSettings settings, Family family, List<Department> departments) {
        this.columns = settings.columns();
        this.types = family.types().stream().map(type -> Words.of(type, settings)).toList();
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
        for (Words words : types) {
            Optional<CertificateNumber> certNum = words.type().number().parse(written);
            if (certNum.isPresent()) {
                return entry(line, words, certNum.get().value());
            }
        }
        return unreadable(line, "证书编号" + Problem.quote(written) + "无法识别");
    }

    private ListEntry entry(ListFile.Line line, Words words, String certNum) {
        String identifier = plain(cell(line, columns.identifier()));
        String versionText = plain(cell(line, columns.version()));
        Integer version = version(versionText);
        if (!versionText.isEmpty() && version == null) {
            return unreadable(line, certNum + " 的版本" + Problem.quote(versionText) + "无法识别");
        }
        if (version == null && !identifier.isEmpty()) {
            version = versionOf(identifier);
            if (version == null) {
                return unreadable(line, certNum + " 的证照标识" + Problem.quote(identifier) + "无法识别");
            }
        }
        String stateText = cell(line, columns.state()).strip();
        String code = plain(cell(line, words.code()));
        return new ListEntry(line.number(), certNum, words.type().id(), shortened(identifier, 200), version,
                words.states().get(plain(stateText)), shortened(stateText, 100),
                shortened(cell(line, words.holder()).strip(), LONGEST_NAME),
                shortened(words.type().isOfAPerson() ? registered(code) : code, 60),
                departments.get(cell(line, columns.department()).strip()), null);
    }

    /** An identity number as the ledger has it; how the province masks one says nothing about it. */
    private static String registered(String number) {
        return number.contains("*") ? "" : IdentityNumber.mask(number);
    }

    private static ListEntry unreadable(ListFile.Line line, String problem) {
        return new ListEntry(line.number(), null, null, null, null, null, null, null, null, null,
                shortened(IdentityNumber.maskIn(problem), 400));
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
