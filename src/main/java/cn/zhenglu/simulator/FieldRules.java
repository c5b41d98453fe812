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

/**
 * What the platform demands of the fields of a record, whatever it has seen before. This one knows the 安全生产许可证; each other
 * certificate has rules, and addresses, of its own.
 */
class FieldRules {

    private static final String ROOT = "1\\.2\\.156\\.3005\\.2";
    private static final Map<String, Set<String>> STATES = Map.of(
            "01", Set.of("01"), "02", Set.of("01"), "06", Set.of("01"), "08", Set.of("01"),
            "03", Set.of("02"), "04", Set.of("06"), "05", Set.of("03", "04", "05"), "07", Set.of("99"));

    private final String province;
    private final Pattern certNum;
    private final Pattern identifier;
    private final Map<Call, Set<String>> fields;

    FieldRules(String province) {
        this(province, "（[\\u4e00-\\u9fff]）JZ安许证字\\[(\\d{4})](\\d{6})", "11100000000013338W050", "\\d{10}", Set.of("creditCode"),
                Set.of("certNum", "companyName", "creditCode", "companyAddress", "economicType", "responsiblePerson", "responsiblePersonID",
                        "responsiblePersonIDType", "licenseScope", "firstIssuDate"));
    }

    /**
     * @param certNum  form of certificate numbers; the groups together are the sequence of the identifier
     * @param typeCode of the certificate
     * @param sequence form of the sequence
     * @param whose    what says in every call whose certificate it is
     * @param own      fields of the whole record that not every certificate has
     */
    FieldRules(String province, String certNum, String typeCode, String sequence, Set<String> whose, Set<String> own) {
        this.province = province;
        this.certNum = Pattern.compile(certNum);
        this.identifier = Pattern.compile(ROOT + "\\.(" + typeCode + ")\\.([0-9A-Z]{18})\\.(" + sequence + ")\\.(\\d{3})\\.([0-9A-Z])");
        Set<String> record = and(own, "eCertID", "provinceNum", "certNum", "issuAuth", "issuAuthCode", "issuDate", "effectiveDate",
                "expiringDate", "certState", "certStatusDescription", "associatedZzeCertID", "businessInformation");
        this.fields = Map.of(
                Call.CHECK, and(whose, "eCertID", "provinceNum", "certNum", "operateType"),
                Call.CODE, and(record, "operateType"),
                Call.COLLECT, Set.of("ID", "zzeCertID", "url"),
                Call.UPDATE, and(whose, "eCertID", "zzeCertID", "provinceNum", "certNum", "certState", "certStatusDescription", "operateType"),
                Call.CORRECT, and(record, "zzeCertID"));
    }

    /** What stands before the paths of its calls. */
    String path() {
        return "";
    }

    /** No field that the call does not have, and no value that is not a text. */
    void shape(Call call, JsonNode entry) throws Refused {
        demand(entry.isObject(), "AcceptData中的记录应为对象");
        for (Map.Entry<String, JsonNode> field : entry.properties()) {
            demand(fields.get(call).contains(field.getKey()), "本接口没有字段" + field.getKey());
            demand(field.getKey().equals("businessInformation") ? field.getValue().isArray() : field.getValue().isString(),
                    field.getKey() + "的类型不正确");
        }
    }

    /** Of every call but 归集. */
    void basics(JsonNode entry) throws Refused {
        demand(text(entry, "eCertID").matches("[0-9a-fA-F]{32}"), "业务标识（eCertID）应为32位十六进制字符");
        demand(text(entry, "provinceNum").equals(province), "省份代码（provinceNum）与接入省份不符");
        holder(entry);
    }

    /** Whose certificate it is. */
    void holder(JsonNode entry) throws Refused {
        demand(CheckCharacters.isCreditCode(required(entry, "creditCode", 18)), "统一社会信用代码（creditCode）校验不通过");
    }

    void operation(JsonNode entry, Set<String> allowed) throws Refused {
        demand(allowed.contains(required(entry, "operateType", 2)), "业务类型（operateType）不适用于本接口");
    }

    void certNum(JsonNode entry) throws Refused {
        demand(certNum.matcher(required(entry, "certNum", 50)).matches(), "证书编号（certNum）格式不正确");
    }

    /** The whole record of 赋码 and 更正. */
    void wholeRecord(JsonNode entry) throws Refused {
        certNum(entry);
        ownFields(entry);
        required(entry, "issuAuth", 200);
        demand(CheckCharacters.isCreditCode(required(entry, "issuAuthCode", 18)), "发证机关代码（issuAuthCode）校验不通过");
        LocalDate first = date(entry, firstIssueDate());
        LocalDate issued = date(entry, "issuDate");
        demand(!first.isAfter(issued), "首次发证日期不应晚于发证日期");
        demand(!date(entry, "effectiveDate").isAfter(date(entry, "expiringDate")), "有效期起始日期不应晚于截止日期");
    }

    /** The fields of the whole record that not every certificate has. */
    void ownFields(JsonNode entry) throws Refused {
        required(entry, "companyName", 200);
        required(entry, "companyAddress", 500);
        required(entry, "economicType", 100);
        required(entry, "responsiblePerson", 100);
        identityNumber(entry, "responsiblePersonID", "responsiblePersonIDType");
        required(entry, "licenseScope", 200);
    }

    /** What the field with the day of the first issue is called. */
    String firstIssueDate() {
        return "firstIssuDate";
    }

    static void identityNumber(JsonNode entry, String number, String type) throws Refused {
        String value = required(entry, number, 50);
        String kind = required(entry, type, 3);
        demand(kind.matches("[0-9]{3}"), "证件类型（" + type + "）应为3位数字代码");
        demand(!kind.equals("111") || CheckCharacters.isIdentityNumber(value), "身份证号码（" + number + "）校验不通过");
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
        demand(replaced.isEmpty() || identifier.matcher(replaced).matches(), "关联证照标识（associatedZzeCertID）格式不正确");
    }

    /** Its version number. */
    int version(String written, String number) throws Refused {
        Matcher parts = identifier.matcher(written);
        demand(parts.matches(), "证照标识（zzeCertID）格式不正确");
        String checked = parts.group(1) + parts.group(2) + parts.group(3) + parts.group(4) + parts.group(5);
        demand(CheckCharacters.isMod3736(checked), "证照标识（zzeCertID）校验位不正确");
        Matcher groups = certNum.matcher(number);
        demand(groups.matches() && parts.group(3).equals(sequence(groups)), "证照标识（zzeCertID）与证书编号不符");
        return Integer.parseInt(parts.group(4));
    }

    private static String sequence(Matcher number) {
        StringBuilder sequence = new StringBuilder();
        for (int group = 1; group <= number.groupCount(); group++) {
            sequence.append(number.group(group));
        }
        return sequence.toString();
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

    private static Set<String> and(Set<String> fields, String... others) {
        return Stream.concat(fields.stream(), Stream.of(others)).collect(Collectors.toUnmodifiableSet());
    }

    private static LocalDate date(JsonNode entry, String field) throws Refused {
        String value = required(entry, field, 10);
        demand(CheckCharacters.isDate(value, DateTimeFormatter.ISO_LOCAL_DATE), field + "应为yyyy-MM-dd格式的日期");
        return LocalDate.parse(value);
    }
}
