package cn.zhenglu.simulator;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What the platform demands of the fields of a record, whatever it has seen before. */
final class FieldRules {

    private static final Pattern CERT_NUM = Pattern.compile("（[\\u4e00-\\u9fff]）JZ安许证字\\[(\\d{4})](\\d{6})");
    private static final Pattern IDENTIFIER = Pattern.compile("1\\.2\\.156\\.3005\\.2"
            + "\\.(11100000000013338W050)\\.([0-9A-Z]{18})\\.(\\d{10})\\.(\\d{3})\\.([0-9A-Z])");
    private static final Map<String, Set<String>> STATES = Map.of(
            "01", Set.of("01"), "02", Set.of("01"), "06", Set.of("01"), "08", Set.of("01"),
            "03", Set.of("02"), "04", Set.of("06"), "05", Set.of("03", "04", "05"), "07", Set.of("99"));

    private static final Set<String> RECORD = Set.of("eCertID", "provinceNum", "certNum", "companyName", "creditCode", "companyAddress",
            "economicType", "responsiblePerson", "responsiblePersonID", "responsiblePersonIDType", "licenseScope", "issuAuth",
            "issuAuthCode", "firstIssuDate", "issuDate", "effectiveDate", "expiringDate", "certState", "certStatusDescription",
            "associatedZzeCertID", "businessInformation");
    private static final Map<Call, Set<String>> FIELDS = Map.of(
            Call.CHECK, Set.of("eCertID", "provinceNum", "creditCode", "certNum", "operateType"),
            Call.CODE, and(RECORD, "operateType"),
            Call.COLLECT, Set.of("ID", "zzeCertID", "url"),
            Call.UPDATE, Set.of("eCertID", "zzeCertID", "provinceNum", "certNum", "creditCode", "certState", "certStatusDescription",
                    "operateType"),
            Call.CORRECT, and(RECORD, "zzeCertID"));

    private final String province;

    FieldRules(String province) {
        this.province = province;
    }

    /** No field that the call does not have, and no value that is not a text. */
    void shape(Call call, JsonNode entry) throws Refused {
        demand(entry.isObject(), "AcceptData中的记录应为对象");
        for (Map.Entry<String, JsonNode> field : entry.properties()) {
            demand(FIELDS.get(call).contains(field.getKey()), "本接口没有字段" + field.getKey());
            demand(field.getKey().equals("businessInformation") ? field.getValue().isArray() : field.getValue().isString(),
                    field.getKey() + "的类型不正确");
        }
    }

    /** Of every call but 归集. */
    void basics(JsonNode entry) throws Refused {
        demand(text(entry, "eCertID").matches("[0-9a-fA-F]{32}"), "业务标识（eCertID）应为32位十六进制字符");
        demand(text(entry, "provinceNum").equals(province), "省份代码（provinceNum）与接入省份不符");
        demand(CheckCharacters.isCreditCode(required(entry, "creditCode", 18)), "统一社会信用代码（creditCode）校验不通过");
    }

    void operation(JsonNode entry, Set<String> allowed) throws Refused {
        demand(allowed.contains(required(entry, "operateType", 2)), "业务类型（operateType）不适用于本接口");
    }

    void certNum(JsonNode entry) throws Refused {
        demand(CERT_NUM.matcher(required(entry, "certNum", 50)).matches(), "证书编号（certNum）格式不正确");
    }

    /** The whole record of 赋码 and 更正. */
    void wholeRecord(JsonNode entry) throws Refused {
        certNum(entry);
        required(entry, "companyName", 200);
        required(entry, "companyAddress", 500);
        required(entry, "economicType", 100);
        required(entry, "responsiblePerson", 100);
        String number = required(entry, "responsiblePersonID", 50);
        String type = required(entry, "responsiblePersonIDType", 3);
        demand(type.matches("[0-9]{3}"), "证件类型（responsiblePersonIDType）应为3位数字代码");
        demand(!type.equals("111") || CheckCharacters.isIdentityNumber(number), "身份证号码（responsiblePersonID）校验不通过");
        required(entry, "licenseScope", 200);
        required(entry, "issuAuth", 200);
        demand(CheckCharacters.isCreditCode(required(entry, "issuAuthCode", 18)), "发证机关代码（issuAuthCode）校验不通过");
        LocalDate first = date(entry, "firstIssuDate");
        LocalDate issued = date(entry, "issuDate");
        demand(!first.isAfter(issued), "首次发证日期不应晚于发证日期");
        demand(!date(entry, "effectiveDate").isAfter(date(entry, "expiringDate")), "有效期起始日期不应晚于截止日期");
    }

    void state(JsonNode entry) throws Refused {
        String state = required(entry, "certState", 2);
        demand(STATES.get(text(entry, "operateType")).contains(state), "证照状态（certState）与业务类型不符");
        knownState(entry);
    }

    /** Whatever the operation. */
    void knownState(JsonNode entry) throws Refused {
        String state = required(entry, "certState", 2);
        demand(STATES.values().stream().anyMatch(states -> states.contains(state)), "证照状态（certState）代码不正确");
        demand(text(entry, "certStatusDescription").length() <= 500, "certStatusDescription长度不能超过500");
        if (state.equals("99")) {
            required(entry, "certStatusDescription", 500);
        }
    }

    void replaces(JsonNode entry) throws Refused {
        String replaced = text(entry, "associatedZzeCertID");
        demand(replaced.isEmpty() || IDENTIFIER.matcher(replaced).matches(), "关联证照标识（associatedZzeCertID）格式不正确");
    }

    /** Its version number. */
    int identifier(String identifier, String certNum) throws Refused {
        Matcher parts = IDENTIFIER.matcher(identifier);
        demand(parts.matches(), "证照标识（zzeCertID）格式不正确");
        String checked = parts.group(1) + parts.group(2) + parts.group(3) + parts.group(4) + parts.group(5);
        demand(CheckCharacters.isMod3736(checked), "证照标识（zzeCertID）校验位不正确");
        Matcher number = CERT_NUM.matcher(certNum);
        demand(number.matches() && parts.group(3).equals(number.group(1) + number.group(2)), "证照标识（zzeCertID）与证书编号不符");
        return Integer.parseInt(parts.group(4));
    }

    static String text(JsonNode entry, String field) {
        return entry.path(field).asString("");
    }

    static String required(JsonNode entry, String field, int longest) throws Refused {
        String value = text(entry, field);
        demand(!value.isBlank(), field + "不能为空");
        demand(value.length() <= longest, field + "长度不能超过" + longest);
        return value;
    }

    static void demand(boolean condition, String refusal) throws Refused {
        if (!condition) {
            throw new Refused(refusal);
        }
    }

    private static Set<String> and(Set<String> fields, String another) {
        return Stream.concat(fields.stream(), Stream.of(another)).collect(Collectors.toUnmodifiableSet());
    }

    private static LocalDate date(JsonNode entry, String field) throws Refused {
        String value = required(entry, field, 10);
        demand(CheckCharacters.isDate(value, DateTimeFormatter.ISO_LOCAL_DATE), field + "应为yyyy-MM-dd格式的日期");
        return LocalDate.parse(value);
    }
}
