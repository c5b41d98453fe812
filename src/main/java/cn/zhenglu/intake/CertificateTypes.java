package cn.zhenglu.intake;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

import cn.zhenglu.licence.CertificateNumber;
import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceField.Core;
import cn.zhenglu.licence.LicenceField.Kind;
import cn.zhenglu.licence.LicenceField.Need;
import cn.zhenglu.licence.LicenceField.Publicity;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.NumberForm;
import cn.zhenglu.licence.Operation;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Reads {@code config/types/}; the comments of {@code c0292.yaml} explain each part. */
public final class CertificateTypes {

    private static final String ENDING = ".yaml";
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,19}");
    private static final Pattern CODE = Pattern.compile("[0-9A-Z]{21}");
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,59}");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._-]+)*");
    private static final Pattern SEQUENCE = Pattern.compile("[0-9A-Z]{1,32}");
    /** The kinds of a type's own fields; the others belong to the common ones. */
    private static final Set<Kind> OWN_KINDS = Set.of(Kind.TEXT, Kind.CREDIT_CODE, Kind.IDENTITY_NUMBER, Kind.PERSON, Kind.CODE);

    private final Path file;
    private final Form form;
    private final Map<String, LicenceField> fields = new LinkedHashMap<>();

    /** The file's form; anything may be missing. */
    private record Form(String name, String code, String standard, String template, String relayPath, NumberRule number, HolderRule holder,
            Map<String, FieldForm> fields, CallsRule calls, List<String> attachment, Map<Operation, String> operations,
            Map<LicenceState, String> states, Map<Operation, Set<LicenceState>> outcomes) {
    }

    private record NumberRule(String form, String canonical, String sequence, String example) {
    }

    private record HolderRule(String name, String code, boolean person) {
    }

    private record CallsRule(List<String> check, List<String> code, List<String> update) {
    }

    private record FieldForm(String label, String wire, String kind, String need, Map<String, String> needWhen, String with,
            String documentIn, String whose, Map<String, String> words, @JsonProperty("default") String otherwise,
            @JsonProperty("public") String publicity, String specimen) {
    }

    private CertificateTypes(Path file, Form form) {
        this.file = file;
        this.form = form;
    }

    /**
     * The types of all files of a folder.
     *
     * @throws NeedsPerson {@code configuration.missing} or {@code configuration.invalid}
     */
    public static Family loadAll(Path folder) {
        Path first = folder.resolve(Family.FIRST + ENDING);
        List<CertificateType> types = new ArrayList<>();
        types.add(load(first)); // says so when it is missing
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            List<Path> others = new ArrayList<>();
            files.forEach(others::add);
            others.stream().filter(file -> !file.equals(first)).sorted().map(CertificateTypes::load).forEach(types::add);
        } catch (IOException e) {
            throw ConfigurationFile.invalid(folder, "目录无法读取");
        }
        if (types.stream().map(CertificateType::code).distinct().count() < types.size()) {
            throw ConfigurationFile.invalid(folder, "两个文件的证照类型代码（code）相同");
        }
        return new Family(types);
    }

    /**
     * The certificate type of a file, complete and free of contradiction.
     *
     * @throws NeedsPerson {@code configuration.missing} or {@code configuration.invalid}
     */
    public static CertificateType load(Path file) {
        return new CertificateTypes(file, ConfigurationFile.read(file, Form.class)).checked();
    }

    private CertificateType checked() {
        String id = String.valueOf(file.getFileName()).replace(ENDING, "");
        require(ID.matcher(id).matches(), "文件名应为小写字母、数字和连字符，字母开头，不超过 20 字");
        require(form.name() != null && form.standard() != null && form.template() != null, "缺少 name、standard 或 template");
        require(form.code() != null && CODE.matcher(form.code()).matches(), "code 应为 21 位数字和大写字母");
        String path = Objects.requireNonNullElse(form.relayPath(), "");
        require(PATH.matcher(path).matches(), "relay-path 应以 / 开头，且不带参数");
        require(form.fields() != null && form.holder() != null && form.calls() != null && form.attachment() != null,
                "缺少 fields、holder、calls 或 attachment");
        form.fields().forEach((name, rule) -> fields.put(name, field(name, rule)));
        Stream.of(Core.values()).forEach(core -> require(fields.containsKey(core.component()), "fields 中缺少 " + core.component()));
        fields.values().forEach(this::requireWhole);
        requireDistinct(fields.values().stream().map(LicenceField::wire).filter(Objects::nonNull).toList(), "fields 中重复的 wire");
        dictionaries();
        return new CertificateType(id, form.name(), form.code(), form.standard(), form.template(), path, number(), holder(),
                List.copyOf(fields.values()), calls(), attachment(), form.operations(), form.states(), form.outcomes());
    }

    private LicenceField field(String name, FieldForm rule) {
        require(NAME.matcher(name).matches(), "字段名「" + name + "」应为字母和数字，小写字母开头");
        require(rule != null && rule.label() != null && !rule.label().isBlank(), "字段 " + name + " 缺少 label");
        Optional<Core> core = Core.named(name);
        require(core.isEmpty() || rule.kind() == null && rule.need() == null, "字段 " + name + " 是各种证照都有的，不写 kind 和 need");
        Kind kind = core.map(Core::kind).orElseGet(() -> word(Kind.class, rule.kind(), Kind.TEXT, name));
        require(core.isPresent() || OWN_KINDS.contains(kind), "字段 " + name + " 的 kind 不能是 " + rule.kind());
        require((kind == Kind.CODE) == (rule.words() != null && !rule.words().isEmpty()), "字段 " + name + "：kind 为 code 的须写 words，其余的不写");
        Publicity publicity = word(Publicity.class, rule.publicity(), Publicity.NONE, name);
        require(kind != Kind.IDENTITY_NUMBER || publicity == Publicity.NONE, "字段 " + name + " 是证件号码，不得公开");
        return new LicenceField(name, rule.label(), rule.wire(), kind,
                core.map(Core::need).orElseGet(() -> word(Need.class, rule.need(), Need.OPTIONAL, name)),
                Objects.requireNonNullElse(rule.needWhen(), Map.of()), rule.with(), rule.documentIn(),
                Objects.requireNonNullElse(rule.whose(), "持证人"), Objects.requireNonNullElse(rule.words(), Map.of()), rule.otherwise(),
                publicity, rule.specimen());
    }

    private <E extends Enum<E>> E word(Class<E> words, String written, E otherwise, String field) {
        if (written == null) {
            return otherwise;
        }
        return Arrays.stream(words.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(written)).findFirst()
                .orElseThrow(() -> ConfigurationFile.invalid(file, "字段 " + field + " 的「" + written + "」不认识"));
    }

    /** What it says of other fields holds. */
    private void requireWhole(LicenceField field) {
        List<String> others = new ArrayList<>(field.needWhen().keySet());
        Stream.of(field.with(), field.documentIn()).filter(Objects::nonNull).forEach(others::add);
        others.forEach(other -> require(isOwn(other), "字段 " + field.component() + " 提到的字段 " + other + " 不存在"));
    }

    private boolean isOwn(String name) {
        return fields.containsKey(name) && Core.named(name).isEmpty();
    }

    private NumberForm number() {
        NumberRule rule = form.number();
        require(rule != null && Stream.of(rule.form(), rule.canonical(), rule.sequence(), rule.example()).noneMatch(Objects::isNull),
                "缺少 number，或其中的 form、canonical、sequence、example");
        try {
            NumberForm number = new NumberForm(Pattern.compile(rule.form()), rule.canonical(), rule.sequence(), rule.example());
            Optional<CertificateNumber> example = number.parse(rule.example());
            require(example.isPresent() && example.get().value().equals(rule.example()), "number 的 example 不是 form 和 canonical 的写法");
            require(SEQUENCE.matcher(example.get().sequence()).matches(), "number 的 sequence 应得到 1 至 32 位数字和大写字母");
            return number;
        } catch (PatternSyntaxException e) {
            throw ConfigurationFile.invalid(file, "number 的 form 不是正则表达式：" + e.getDescription());
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw ConfigurationFile.invalid(file, "number 的 canonical 或 sequence 中的 $ 有误");
        }
    }

    private CertificateType.Holder holder() {
        HolderRule rule = form.holder();
        require(isOwn(rule.name()) && isOwn(rule.code()), "holder 的 name 和 code 须为 fields 中该证照自己的字段");
        Kind kind = fields.get(rule.code()).kind();
        require(rule.person() == (kind == Kind.IDENTITY_NUMBER), "holder 是自然人的，code 的 kind 应为 identity-number，反之亦然");
        require(fields.get(rule.code()).need() == Need.ALWAYS, "holder 的 code 所指的字段应为 need: always");
        return new CertificateType.Holder(rule.name(), rule.code(), rule.person());
    }

    private CertificateType.Calls calls() {
        CallsRule rule = form.calls();
        return new CertificateType.Calls(sent("check", rule.check()), sent("code", rule.code()), sent("update", rule.update()));
    }

    private List<String> sent(String call, List<String> names) {
        return known("calls 的 " + call, names);
    }

    private List<String> attachment() {
        List<String> names = known("attachment", form.attachment());
        fields.values().stream().filter(field -> field.kind() == Kind.IDENTITY_NUMBER)
                .forEach(field -> require(!names.contains(field.wire()), "attachment 中不得有证件号码 " + field.wire()));
        return names;
    }

    private List<String> known(String list, List<String> names) {
        require(names != null && !names.isEmpty(), list + " 是空的");
        Set<String> wires = new TreeSet<>();
        fields.values().stream().map(LicenceField::wire).filter(Objects::nonNull).forEach(wires::add);
        names.forEach(name -> require(wires.contains(name) || CertificateType.SAID_OF_ALL.contains(name), list + " 中的 " + name + " 不是任何字段的 wire"));
        requireDistinct(names, list + " 中重复的名称");
        return names;
    }

    private void dictionaries() {
        require(form.operations() != null && form.states() != null && form.outcomes() != null,
                "缺少 operations、states 或 outcomes");
        require(distinct(form.operations()), "operations 中有空的或重复的编码");
        require(distinct(form.states()), "states 中有空的或重复的编码");
        form.operations().keySet().forEach(operation -> {
            Set<LicenceState> outcomes = form.outcomes().get(operation);
            require(outcomes != null && !outcomes.isEmpty(), "outcomes 中缺少业务类型 " + operation);
            require(form.states().keySet().containsAll(outcomes), "outcomes 中 " + operation + " 的状态在 states 中没有编码");
        });
    }

    private static boolean distinct(Map<?, String> codes) {
        return !codes.containsValue(null) && new HashSet<>(codes.values()).size() == codes.size();
    }

    private void requireDistinct(List<String> names, String otherwise) {
        Set<String> seen = new HashSet<>();
        names.forEach(name -> require(seen.add(name), otherwise + "：" + name));
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw ConfigurationFile.invalid(file, otherwise);
        }
    }
}
