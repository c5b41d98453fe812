package cn.zhenglu.intake;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Operation;

/** Turns a field's normalised text into its value: the words of the certificate type and the names of departments. */
final class Vocabulary {

    private static final Pattern DISTRICT = Pattern.compile("\\d{6}");

    private final CertificateType type;
    private final Map<String, Operation> operations;
    private final Map<String, LicenceState> states;
    private final Map<String, String> departments = new HashMap<>();
    private final Map<String, List<String>> departmentsByDistrict;

    Vocabulary(CertificateType type, Collection<Department> departments) {
        this.type = type;
        this.operations = words(Operation.values(), type.operations(), Operation::label);
        this.states = words(LicenceState.values(), type.states(), LicenceState::label);
        departments.forEach(department -> this.departments.put(department.name(), department.id()));
        this.departmentsByDistrict = departments.stream().filter(department -> department.citynum() != null)
                .collect(Collectors.groupingBy(Department::citynum, Collectors.mapping(Department::id, Collectors.toList())));
    }

    /** A constant is known by its wire code, its Chinese label and its name. */
    private static <E extends Enum<E>> Map<String, E> words(E[] constants, Map<E, String> codes, Function<E, String> label) {
        Map<String, E> words = new HashMap<>();
        Arrays.stream(constants).forEach(constant -> {
            words.put(constant.name(), constant);
            words.put(label.apply(constant), constant);
        });
        codes.forEach((constant, code) -> words.put(code, constant));
        return words;
    }

    /** The value of a text that is not blank, of the type that {@link cn.zhenglu.licence.LicenceRecord#of} asks for. */
    Object value(LicenceField field, String text) throws Unreadable {
        return switch (field.kind()) {
            case OPERATION -> known(operations.get(text), "业务类型");
            case STATE -> known(states.get(text), "证照状态");
            case DATE -> date(text);
            case DEPARTMENT -> department(text);
            case CODE -> code(field, text);
            case CERTIFICATE_NUMBER, CREDIT_CODE, IDENTITY_NUMBER, PERSON, TEXT -> text;
        };
    }

    /** The states that an operation may lead to; empty when any. */
    Set<LicenceState> outcomes(Operation operation) {
        return operation == null ? Set.of() : type.outcomes().getOrDefault(operation, Set.of());
    }

    /** By code or by word. An unknown one stays as it is: the rules name it. */
    private static String code(LicenceField field, String text) {
        return field.words().entrySet().stream().filter(word -> word.getValue().equals(text)).map(Map.Entry::getKey).findFirst()
                .orElse(text);
    }

    CertificateType type() {
        return type;
    }

    /**
     * By full name, or by 行政区划代码 where only one department has it; a district without a department of its own is its city's.
     * An unknown department stays as it is: the rules name it.
     */
    private String department(String text) throws Unreadable {
        if (!DISTRICT.matcher(text).matches()) {
            return departments.getOrDefault(text, text);
        }
        List<String> found = departmentsByDistrict.getOrDefault(text,
                departmentsByDistrict.getOrDefault(text.substring(0, 4) + "00", List.of()));
        if (found.size() > 1) {
            throw new Unreadable("ambiguous", "对应几个审批部门：" + String.join("、", found),
                    "请在映射文件该字段的 dictionary 中写明这一行政区划代码对应哪个部门");
        }
        return found.isEmpty() ? text : found.get(0);
    }

    private static <T> T known(T found, String what) throws Unreadable {
        if (found == null) {
            throw new Unreadable("unknown", "不是可以识别的" + what,
                    "请在来源系统中更正；来源系统另有编码的，在映射文件中用 dictionary 对照");
        }
        return found;
    }

    private static LocalDate date(String text) throws Unreadable {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new Unreadable("unreadable", "不是 yyyy-MM-dd 格式的日期", "请在映射文件的 normalise 中加上 date（日期可能是表格序号的，用 excel-date）");
        }
    }
}
