package cn.zhenglu.licence;

import cn.zhenglu.licence.LicenceField.Core;
import cn.zhenglu.licence.LicenceField.Kind;
import cn.zhenglu.licence.LicenceField.Need;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of certificate: its fields, the form of its number, its codes, what each call says and how it is printed. All of it is
 * data, because the certificates of the family differ in just this; read from {@code config/types/}.
 *
 * @param id         name of its file, e.g. {@code c0292}
 * @param name       e.g. 建筑施工企业安全生产许可证
 * @param code       type code inside the identifier, e.g. {@code 11100000000013338W050}
 * @param standard   e.g. {@code C0292-2022}
 * @param template   its layout under {@code config/templates/}
 * @param relayPath  what stands before the relay's paths for it, or empty
 * @param number     how its certificate numbers are written
 * @param holder     who it is about
 * @param fields     all fields, common ones and its own, in the order in which records are shown and stored
 * @param calls      what the calls say
 * @param attachment wire names of what the machine-readable attachment of its documents says, in order
 * @param operations wire code ({@code operateType}) of each operation that has one
 * @param states     wire code ({@code certState}) of each state
 * @param outcomes   the states that each operation may lead to
 */
public record CertificateType(
        String id,
        String name,
        String code,
        String standard,
        String template,
        String relayPath,
        NumberForm number,
        Holder holder,
        List<LicenceField> fields,
        Calls calls,
        List<String> attachment,
        Map<Operation, String> operations,
        Map<LicenceState, String> states,
        Map<Operation, Set<LicenceState>> outcomes) {

    /** Wire names of what is said of every certificate and is no field of its record. */
    public static final Set<String> SAID_OF_ALL =
            Set.of("eCertID", "provinceNum", "issuAuth", "issuAuthCode", "zzeCertID", "associatedZzeCertID");

    public CertificateType {
        fields = List.copyOf(fields);
        attachment = List.copyOf(attachment);
        operations = Map.copyOf(operations);
        states = Map.copyOf(states);
        outcomes = Map.copyOf(outcomes);
    }

    /**
     * The holder (持证主体).
     *
     * @param name component of the field with the name
     * @param code component of the field with the code that identifies it
     */
    public record Holder(String name, String code, boolean person) {
    }

    /**
     * Wire names in the order in which they are sent; what is no field of the type is said of every certificate, e.g.
     * {@code provinceNum}. 归集 is the same for all types, and 更正 repeats 赋码.
     *
     * @param check  校验
     * @param code   赋码
     * @param update 状态更新
     */
    public record Calls(List<String> check, List<String> code, List<String> update) {

        public Calls {
            check = List.copyOf(check);
            code = List.copyOf(code);
            update = List.copyOf(update);
        }
    }

    /** The fields that are not said of every certificate. */
    public List<LicenceField> ownFields() {
        return fields.stream().filter(field -> Core.named(field.component()).isEmpty()).toList();
    }

    /** The field of that component name. */
    public Optional<LicenceField> field(String component) {
        return fields.stream().filter(field -> field.component().equals(component)).findFirst();
    }

    /** One of the common fields, with the name that it has here. */
    public LicenceField field(Core core) {
        return field(core.component()).orElseThrow();
    }

    /** The field that is sent under that name. */
    public Optional<LicenceField> fieldOnTheWire(String wire) {
        return fields.stream().filter(field -> wire.equals(field.wire())).findFirst();
    }

    /** What a record must say to become a document, in the order of the record. */
    public List<LicenceField> fieldsOfDocument() {
        return fields.stream().filter(field -> field.need() != Need.OPTIONAL).toList();
    }

    /** Whether it holds personal data of its holder. */
    public boolean isOfAPerson() {
        return holder.person();
    }

    /** What the holder's code is called (持证主体代码类型). */
    public String holderCodeLabel() {
        return field(holder.code()).map(LicenceField::label).orElseThrow();
    }

    /** Whether it tells the kind of an identity document. */
    public boolean tellsKindOfDocument(LicenceField field) {
        return fields.stream().anyMatch(other -> field.component().equals(other.documentIn()));
    }

    /** The fields with an identity number. */
    public List<LicenceField> identityNumbers() {
        return fields.stream().filter(field -> field.kind() == Kind.IDENTITY_NUMBER).toList();
    }
}
