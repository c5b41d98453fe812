package cn.zhenglu.intake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceField.Core;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Problem;

/**
 * How the columns of one source become a licence record: a file of {@code config/mappings/}. It reads and mends; what the
 * record must fulfil is for {@link cn.zhenglu.licence.LicenceRules}.
 */
public final class Mapping {

    /** Without these no row can ever be good. */
    private static final List<Core> NEEDED = List.of(Core.OPERATION, Core.DEPARTMENT, Core.CERT_NUM);

    private static final Path DICTIONARIES = Path.of("config/dictionaries");

    private final Path file;
    private final Form form;
    private final Vocabulary vocabulary;
    private final Dictionaries dictionaries;
    private final Map<LicenceField, FieldReader> readers = new LinkedHashMap<>();
    private final String department;

    /** The file's form. */
    private record Form(String type, String source, String name, String key, Map<String, FieldRule> fields) {
    }

    /** What was understood of a row, and what was not: the record's component of each problem is {@code null}. */
    record Reading(LicenceRecord record, List<Problem> problems) {
    }

    private Mapping(Path file, Form form, Vocabulary vocabulary, String department) {
        this.file = file;
        this.form = form;
        this.vocabulary = vocabulary;
        this.dictionaries = new Dictionaries(DICTIONARIES);
        this.department = department;
    }

    /**
     * Reads a mapping file and checks that it can be followed.
     *
     * @param family      the type that the file names, or the first one, says which fields there are
     * @param departments known to sources by id or by full name
     * @throws NeedsPerson {@code configuration.missing} or {@code configuration.invalid}
     */
    public static Mapping load(Path file, Family family, Collection<Department> departments) {
        Form form = ConfigurationFile.read(file, Form.class);
        CertificateType type = form.type() == null ? family.first() : family.named(form.type()).orElseThrow(
                () -> ConfigurationFile.invalid(file, "type 所指的证照类型「" + form.type() + "」在 config/types/ 中没有"));
        Mapping mapping = new Mapping(file, form, new Vocabulary(type, departments), null);
        mapping.prepare();
        return mapping;
    }

    /** The same for rows of one department: they need not name it, and may name no other. */
    public Mapping ofDepartment(String id) {
        Mapping mapping = new Mapping(file, form, vocabulary, id);
        mapping.readers.putAll(readers);
        return mapping;
    }

    private void prepare() {
        if (blank(form.source()) || blank(form.name()) || form.fields() == null) {
            throw ConfigurationFile.invalid(file, "缺少 source、name 或 fields");
        }
        form.fields().keySet().stream().filter(name -> type().field(name).isEmpty()).findFirst().ifPresent(name -> {
            throw ConfigurationFile.invalid(file, "fields 中不认识的字段「" + name + "」");
        });
        type().fields().stream().filter(field -> form.fields().containsKey(field.component())).forEach(field -> {
            String name = field.component();
            FieldRule rule = form.fields().get(name);
            if (rule == null) {
                throw ConfigurationFile.invalid(file, "字段 " + name + " 没有内容");
            }
            try {
                readers.put(field, new FieldReader(field, rule, dictionaries, vocabulary));
            } catch (IllegalArgumentException e) {
                throw ConfigurationFile.invalid(file, e.getMessage());
            }
        });
        Stream.concat(NEEDED.stream().map(type()::field), type().field(type().holder().code()).stream()).filter(field -> !readers.containsKey(field)).findFirst().ifPresent(field -> {
            throw ConfigurationFile.invalid(file, "fields 中缺少字段 " + field.component() + "（" + field.label() + "）");
        });
    }

    /** Which certificates its rows are about. */
    CertificateType type() {
        return vocabulary.type();
    }

    /** Name of the source, for {@link cn.zhenglu.licence.Arrival#source()}. */
    String source() {
        return form.source();
    }

    /** Name of the source for people, e.g. 审批库 approval. */
    String name() {
        return form.name();
    }

    /** The name of the column that identifies a row within the source; empty when its content does. */
    Optional<String> key() {
        return Optional.ofNullable(form.key());
    }

    /** What stands in that column; empty when nothing does, or there is none. */
    Optional<String> key(Row row) {
        return key().map(Row::canonical).map(row::get);
    }

    /** The file's name, for messages. */
    String fileName() {
        return String.valueOf(file.getFileName());
    }

    /** Those of the needed columns that a source lacks, each as its name in the mapping file. */
    List<String> missingColumns(Set<String> canonicalNames) {
        List<String> missing = new ArrayList<>();
        key().filter(key -> !canonicalNames.contains(Row.canonical(key))).ifPresent(missing::add);
        readers.forEach((field, reader) -> {
            if (!reader.canRead(canonicalNames) && !(field.is(Core.DEPARTMENT) && department != null)) {
                missing.add(reader.columns());
            }
        });
        return missing;
    }

    /** All columns that the fields look for and that a source lacks, with the fields: also those that they can do without. */
    Map<String, List<LicenceField>> absentColumns(Set<String> canonicalNames) {
        Map<String, List<LicenceField>> absent = new LinkedHashMap<>();
        readers.forEach((field, reader) -> reader.absent(canonicalNames)
                .forEach(column -> absent.computeIfAbsent(column, none -> new ArrayList<>()).add(field)));
        return absent;
    }

    /** What a licence needs and this file does not map, so that every licence would be refused. */
    List<LicenceField> unmappedFields() {
        return type().fieldsOfDocument().stream()
                .filter(field -> !readers.containsKey(field) && field.otherwise() == null)
                .toList();
    }

    /** Reads a row; never throws on account of what it holds. */
    Reading read(Row row) {
        Map<String, Object> fields = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        readers.forEach((field, reader) -> {
            if (!field.is(Core.STATE)) {
                fields.put(field.component(), reader.read(row, problems));
            }
        });
        if (department != null) {
            ownDepartment(fields, problems);
        }
        fields.put(Core.STATE.component(), state((Operation) fields.get(Core.OPERATION.component()), row, problems));
        type().ownFields().stream().filter(field -> field.otherwise() != null)
                .forEach(field -> fields.computeIfAbsent(field.component(), none -> field.otherwise()));
        return new Reading(LicenceRecord.of(type(), fields), List.copyOf(problems));
    }

    private void ownDepartment(Map<String, Object> fields, List<Problem> problems) {
        LicenceField field = type().field(Core.DEPARTMENT);
        Object named = fields.putIfAbsent(field.component(), department);
        if (named != null && !named.equals(department)) {
            problems.add(new Problem(field.code("other"), field.component(),
                    "审批部门" + Problem.quote(named.toString()) + "与本批指定的审批部门" + Problem.quote(department) + "不一致",
                    "请核对这一行属于哪个部门；属于其他部门的，移到该部门的清单中"));
        }
    }

    private Object state(Operation operation, Row row, List<Problem> problems) {
        FieldReader reader = readers.get(type().field(Core.STATE));
        if (reader != null && !reader.byOperation()) {
            return reader.read(row, problems);
        }
        Set<LicenceState> outcomes = vocabulary.outcomes(operation);
        if (outcomes.size() == 1) {
            return outcomes.iterator().next();
        }
        // several: the row must tell; none (a correction, or no operation): the row cannot tell
        return reader == null || outcomes.isEmpty() ? null : reader.read(row, problems);
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }
}
