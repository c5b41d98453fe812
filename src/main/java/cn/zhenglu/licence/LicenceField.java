package cn.zhenglu.licence;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One thing that a record says. Some are said of every certificate ({@link Core}), the others belong to the
 * {@linkplain CertificateType type} and are data.
 *
 * @param component  its name in mappings, templates, forms and {@link Problem#field()}, e.g. {@code certNum}
 * @param label      the official Chinese name
 * @param wire       its name in the calls of the exchange protocol, or {@code null} when it is not sent
 * @param kind       what its values are
 * @param need       when it must be there
 * @param needWhen   values of other fields, by component, that make it needed; empty for none
 * @param with       component of the field that it says more about: missing together they are one gap; or {@code null}
 * @param documentIn of an identity number: component of the field that tells the kind of document; or {@code null}
 * @param whose      of an identity number: who the person is, for messages
 * @param words      of a code: the word for each code, in order
 * @param otherwise  the value when a source has none, or {@code null}
 * @param publicity  where the public sees it
 * @param specimen   what stands on a specimen, or {@code null}
 */
public record LicenceField(String component, String label, String wire, Kind kind, Need need, Map<String, String> needWhen, String with,
        String documentIn, String whose, Map<String, String> words, String otherwise, Publicity publicity, String specimen) {

    public LicenceField {
        needWhen = Map.copyOf(needWhen);
        words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
    }

    /** What the values of a field are, and so how they are read, judged, shown and printed. */
    public enum Kind {
        /** One of {@link Operation}. */
        OPERATION,
        /** One of {@link LicenceState}. */
        STATE,
        /** The id of a {@link Department}. */
        DEPARTMENT,
        /** A certificate number of the type. */
        CERTIFICATE_NUMBER,
        /** A {@link LocalDate}. */
        DATE,
        /** A 统一社会信用代码. */
        CREDIT_CODE,
        /** The number of a person's identity document: personal data, masked wherever it is shown or printed. */
        IDENTITY_NUMBER,
        /** The name of a natural person: the public sees part of it. */
        PERSON,
        /** A code with a word for people. */
        CODE,
        /** Any text. */
        TEXT
    }

    /** When a field must be there. */
    public enum Need {
        /** For every operation. */
        ALWAYS,
        /** For what sends the whole record: operations that make a document, and corrections. */
        DOCUMENT,
        /** Never. */
        OPTIONAL
    }

    /** Where the public sees a field of the type. */
    public enum Publicity {
        /** Nowhere. */
        NONE,
        /** On the preview page. */
        PAGE,
        /** Also in the answer to a look-up. */
        LOOK_UP
    }

    /** What is said of every certificate; the program knows these by name. */
    public enum Core {
        /** 业务类型. */
        OPERATION(Kind.OPERATION, Need.ALWAYS, LicenceRecord::operation),
        /** 审批部门. */
        DEPARTMENT(Kind.DEPARTMENT, Need.ALWAYS, LicenceRecord::department),
        /** 证书编号. */
        CERT_NUM(Kind.CERTIFICATE_NUMBER, Need.ALWAYS, LicenceRecord::certNum),
        /** 首次发证日期. */
        FIRST_ISSUE_DATE(Kind.DATE, Need.DOCUMENT, LicenceRecord::firstIssueDate),
        /** 发证日期. */
        ISSUE_DATE(Kind.DATE, Need.DOCUMENT, LicenceRecord::issueDate),
        /** 有效期起始日期. */
        VALID_FROM(Kind.DATE, Need.DOCUMENT, LicenceRecord::validFrom),
        /** 有效期截止日期. */
        VALID_TO(Kind.DATE, Need.DOCUMENT, LicenceRecord::validTo),
        /** 证照状态; the rules say when it must be there. */
        STATE(Kind.STATE, Need.OPTIONAL, LicenceRecord::state),
        /** 状态说明; the rules say when it must be there. */
        STATE_NOTE(Kind.TEXT, Need.OPTIONAL, LicenceRecord::stateNote),
        /** 原证书编号. */
        REPLACES(Kind.CERTIFICATE_NUMBER, Need.OPTIONAL, LicenceRecord::replaces);

        private static final Map<String, Core> BY_COMPONENT =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Core::component, Function.identity()));

        private final String component;
        private final Kind kind;
        private final Need need;
        private final Function<LicenceRecord, Object> value;

        Core(Kind kind, Need need, Function<LicenceRecord, Object> value) {
            String[] words = name().toLowerCase(Locale.ROOT).split("_");
            StringBuilder camel = new StringBuilder(words[0]);
            Arrays.stream(words).skip(1).forEach(word -> camel.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1)));
            this.component = camel.toString();
            this.kind = kind;
            this.need = need;
            this.value = value;
        }

        /** The name that it has in every type, e.g. {@code certNum}. */
        public String component() {
            return component;
        }

        /** What its values are. */
        public Kind kind() {
            return kind;
        }

        /** When it must be there. */
        public Need need() {
            return need;
        }

        /** That of this component name; empty for a field of a type. */
        public static Optional<Core> named(String component) {
            return Optional.ofNullable(BY_COMPONENT.get(component));
        }
    }

    /** Whether it is this one of the common fields. */
    public boolean is(Core core) {
        return component.equals(core.component);
    }

    /** What the record says, or {@code null}: an {@link Operation}, a {@link LicenceState}, a {@link LocalDate} or a text. */
    public Object in(LicenceRecord record) {
        Optional<Core> core = Core.named(component);
        return core.isPresent() ? core.get().value.apply(record) : record.text(component);
    }

    /** Whether the record says anything. */
    public boolean isIn(LicenceRecord record) {
        Object value = in(record);
        return value != null && !(value instanceof String text && text.isBlank());
    }

    /**
     * What the record says as operators see it: identity numbers masked also where none belongs, words instead of codes;
     * operations, states and dates as they are; {@code null} for nothing.
     */
    public Object shown(LicenceRecord record) {
        if (!isIn(record)) {
            return null;
        }
        return in(record) instanceof String text ? shown(text) : in(record);
    }

    private String shown(String text) {
        return switch (kind) {
            case IDENTITY_NUMBER -> IdentityNumber.mask(text);
            case CODE -> words.getOrDefault(text, IdentityNumber.maskIn(text));
            default -> IdentityNumber.maskIn(text);
        };
    }

    /** Problem code of that kind for this field, e.g. {@code cert-num.missing}. */
    public String code(String kindOfProblem) {
        return component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT) + '.' + kindOfProblem;
    }
}
