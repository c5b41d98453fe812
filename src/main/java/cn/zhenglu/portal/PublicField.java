package cn.zhenglu.portal;

import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceField.Core;
import cn.zhenglu.licence.LicenceField.Kind;
import cn.zhenglu.licence.LicenceField.Publicity;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.PersonName;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A field of a certificate's type as the public sees it: the names of persons in part, identity numbers not at all.
 *
 * @param component of the record
 * @param label     the Chinese name
 * @param value     {@code null} for nothing
 */
record PublicField(String component, String label, String value) {

    /** The type's own fields that are shown in answers to a look-up. */
    static List<PublicField> ofLookUp(LicenceRecord record) {
        return record.type().ownFields().stream().filter(field -> field.publicity() == Publicity.LOOK_UP)
                .map(field -> of(field, record)).toList();
    }

    /** Those on the preview page. */
    static List<PublicField> ofPage(LicenceRecord record) {
        return record.type().ownFields().stream().filter(field -> field.publicity() != Publicity.NONE)
                .map(field -> of(field, record)).toList();
    }

    private static PublicField of(LicenceField field, LicenceRecord record) {
        String value = record.text(field.component());
        String shown = field.kind() == Kind.PERSON ? PersonName.mask(value)
                : field.kind() == Kind.CODE ? field.words().getOrDefault(value, value) : value;
        return new PublicField(field.component(), field.label(), shown);
    }

    /** When it was issued, as the type calls that. */
    static List<PublicField> dates(CertificateType type, LocalDate first, LocalDate issue) {
        return Stream.of(date(type.field(Core.FIRST_ISSUE_DATE), first), date(type.field(Core.ISSUE_DATE), issue))
                .filter(date -> date.value() != null).toList();
    }

    private static PublicField date(LicenceField field, LocalDate value) {
        return new PublicField(field.component(), field.label(), Objects.toString(value, null));
    }

    PublicField with(String other) {
        return new PublicField(component, label, other);
    }
}
