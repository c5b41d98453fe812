package cn.zhenglu.portal;

import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceField.Kind;
import cn.zhenglu.licence.LicenceField.Publicity;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.PersonName;
import java.util.List;

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

    PublicField with(String other) {
        return new PublicField(component, label, other);
    }
}
