package cn.zhenglu.simulator;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the platform demands of the record of a 建筑施工特种作业操作资格证书 (C0304-2022), at addresses of their own. */
final class SpecialWorkerRules extends FieldRules {

    private static final String OTHER = "99";
    /** The trades and their codes, 11 national ones and those that a province has added. */
    private static final Set<String> CATEGORIES = Set.of("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", OTHER);
    /** 男、女. */
    private static final Set<String> GENDERS = Set.of("1", "2");

    SpecialWorkerRules(String province) {
        super(province, "[\\u4e00-\\u9fff]([A-Z](?:0[1-9]|1[01]|99)\\d{10})", "11100000000013338W032", "[A-Z]\\d{12}",
                Set.of("identityCard", "operationCategory", "categoryDescription"),
                Set.of("name", "gender", "identityCard", "identityCardType", "photo", "operationCategory", "categoryDescription", "issuedDate"));
    }

    @Override
    String path() {
        return "/special-workers";
    }

    @Override
    void holder(JsonNode entry) throws Refused {
        required(entry, "identityCard", 18);
        String category = required(entry, "operationCategory", 2);
        demand(CATEGORIES.contains(category), "工种类别（operationCategory）代码不正确");
        demand(!category.equals(OTHER) || text(entry, "categoryDescription").matches("经省级以上住房和城乡建设主管部门认定的其他工种类别（.+）"),
                "工种类别为99时，工种类别描述（categoryDescription）应按固定格式填写");
        String number = text(entry, "certNum");
        demand(number.isEmpty() || number.length() < 4 || number.substring(2, 4).equals(category), "证书编号（certNum）中的工种代码与工种类别不符");
    }

    @Override
    void ownFields(JsonNode entry) throws Refused {
        required(entry, "name", 100);
        demand(GENDERS.contains(required(entry, "gender", 1)), "性别（gender）代码不正确");
        identityNumber(entry, "identityCard", "identityCardType");
    }

    @Override
    String firstIssueDate() {
        return "issuedDate";
    }
}
