package cn.zhenglu.ledger;

import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Operation;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records as the ledger stores them: a JSON object of all fields in the type's order, the type before them. Those of the
 * {@linkplain Family#FIRST first type} do not name it: they are written as before there were others, so that a row of a source that
 * was taken then is known again by its content.
 */
public final class RecordText {

    private static final String TYPE = "type";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RecordText() {
    }

    static String of(LicenceRecord record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!record.type().id().equals(Family.FIRST)) {
            fields.put(TYPE, record.type().id());
        }
        record.values().forEach((name, value) -> fields.put(name,
                value instanceof Enum<?> constant ? constant.name() : value instanceof LocalDate date ? date.toString() : value));
        return JSON.writeValueAsString(fields);
    }

    /** @throws IllegalStateException when its type is not configured any more */
    public static LicenceRecord read(String json, Family family) {
        Map<String, String> fields = JSON.readValue(json, new TypeReference<>() { });
        String id = fields.getOrDefault(TYPE, Family.FIRST);
        CertificateType type = family.named(id).orElseThrow(
                () -> new IllegalStateException("台账中有证照类型 " + id + " 的业务，而 config/types/ 中没有该类型"));
        Map<String, Object> values = new LinkedHashMap<>();
        type.fields().forEach(field -> values.put(field.component(), value(field, fields.get(field.component()))));
        return LicenceRecord.of(type, values);
    }

    private static Object value(LicenceField field, String text) {
        if (text == null) {
            return null;
        }
        return switch (field.kind()) {
            case OPERATION -> Operation.valueOf(text);
            case STATE -> LicenceState.valueOf(text);
            case DATE -> LocalDate.parse(text);
            default -> text;
        };
    }
}
