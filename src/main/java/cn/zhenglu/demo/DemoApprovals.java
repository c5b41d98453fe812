package cn.zhenglu.demo;

import cn.zhenglu.licence.CreditCode;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.IdentityNumber;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The demo's invented approvals: 200 rows of the table {@code approval} and 20 lines of a file of existing licences. Seven
 * are bad, each in its own way; three are dirty but can be mended. The same on every machine, but for the dates, which are such
 * that the licences are in force today.
 */
final class DemoApprovals {

    /** Rows of the approval database. */
    static final int APPROVALS = 200;
    /** Lines of the file of existing licences. */
    static final int EXISTING = 20;

    private static final int FIRST_RENEWED = 20;
    private static final int FIRST_CHANGED = 50;
    private static final int FIRST_SUSPENDED = 70;
    private static final int FIRST_ENDED = 90;
    private static final int EXPIRED = 103;
    private static final int RESTRICTED = 104;
    private static final int YEARS_OF_VALIDITY = 3;

    private static final int FIRST_ISSUES = 125;
    private static final int RENEWALS = 20;
    private static final int CHANGES = 20;
    private static final int SUSPENSIONS = 12;
    private static final int RESTORATIONS = 9;
    private static final int ENDS = 12;

    private static final String[] PLACES = {"福州", "厦门", "莆田", "三明", "泉州", "漳州", "南平", "龙岩", "宁德", "平潭"};
    private static final String[] NAMES = {"闽江", "鹭岛", "壶山", "金湖", "清源", "九龙", "武夷", "冠豸", "太姥", "海坛", "榕城",
        "鼓浪", "湄洲", "玉华", "刺桐", "云霄", "延平", "客家", "霞浦", "坛南", "㛃华", "喆越", "堃泰", "犇腾", "䶮源"};
    private static final String[] TRADES = {"建设工程", "建筑工程", "市政工程", "装饰装修工程", "园林建设", "钢结构工程", "水利水电工程",
        "机电安装工程"};
    private static final String[] PEOPLE = {"林建华", "陈志明", "黄秀英", "郑国强", "吴文斌", "许丽萍", "蔡明哲", "叶晓东", "蓝天赐",
        "雷昌盛", "钟月娥", "欧阳思远", "阿卜杜勒·热合曼", "迪丽努尔·买买提", "王𠅤", "李堃", "张喆", "刘犇"};
    private static final String[] KINDS = {"有限责任公司", "股份有限公司", "国有企业", "私营企业", "有限责任公司（自然人投资或控股）"};
    private static final String LONG_NAME =
            "福建省海峡两岸现代化基础设施建设投资与工程总承包管理（集团）股份有限公司平潭综合实验区第一分公司";

    private final Random random = new Random(54);
    private final List<Department> departments;
    private final List<Company> companies = new ArrayList<>();
    private final LocalDate today;

    DemoApprovals(List<Department> departments, LocalDate today) {
        this.departments = departments;
        this.today = today;
        for (int i = 0; i < FIRST_ISSUES + EXISTING; i++) {
            companies.add(company(i));
        }
    }

    private record Company(String certNum, String name, String creditCode, String address, String kind, String person,
            String personId, String department, LocalDate from) {
    }

    private Company company(int i) {
        Department department = departments.get(i % departments.size());
        String place = PLACES[i % PLACES.length];
        String first17 = "91" + department.citynum() + "MA" + String.format("%07d", 2_300_000 + i * 37);
        String birth = LocalDate.of(1958, 1, 1).plusDays(random.nextInt(14_000)).toString().replace("-", "");
        String id17 = department.citynum() + birth + String.format("%03d", random.nextInt(1_000));
        LocalDate from = firstIssue(i);
        return new Company(
                String.format("（闽）JZ安许证字[%d]%06d", from.getYear(), i + 1),
                "福建" + place + NAMES[i % NAMES.length] + TRADES[random.nextInt(TRADES.length)] + "有限公司",
                first17 + CreditCode.checkDigit(first17),
                "福建省" + place + (place.equals("平潭") ? "综合实验区金井湾大道 " : "市新华路 ") + (i + 1) + " 号 "
                        + (1 + random.nextInt(9)) + " 幢 " + (101 + random.nextInt(20)) + " 室",
                KINDS[random.nextInt(KINDS.length)],
                PEOPLE[i % PEOPLE.length],
                id17 + IdentityNumber.checkDigit(id17),
                department.id(),
                from);
    }

    private LocalDate firstIssue(int i) {
        if (i >= FIRST_RENEWED && i < FIRST_RENEWED + RENEWALS) {
            return today.minusYears(YEARS_OF_VALIDITY).plusDays(i); // runs out within weeks
        }
        if (i == EXPIRED) {
            return today.minusYears(YEARS_OF_VALIDITY).minusDays(10);
        }
        return today.minusDays(900 - 5L * i);
    }

    /** The rows of table {@code approval} in the order of their ids, column → value; dates as {@link LocalDate}. */
    List<Map<String, Object>> approvals() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < FIRST_ISSUES; i++) {
            rows.add(row("01", companies.get(i), companies.get(i).from()));
        }
        for (int i = 0; i < RENEWALS; i++) {
            Company company = companies.get(FIRST_RENEWED + i);
            Map<String, Object> row = row("02", company, company.from().plusYears(YEARS_OF_VALIDITY));
            row.put("issue_date", today.minusDays(5));
            row.put("replaces", company.certNum());
            rows.add(row);
        }
        for (int i = 0; i < CHANGES; i++) {
            Company company = companies.get(FIRST_CHANGED + i);
            Map<String, Object> row = row("08", company, company.from());
            row.put("issue_date", company.from().plusDays(200));
            row.put("company_address", row.get("company_address") + "（迁址）");
            rows.add(row);
        }
        for (int i = 0; i < SUSPENSIONS; i++) {
            rows.add(stateChange("03", companies.get(FIRST_SUSPENDED + i), "未整改到位，暂扣三十日"));
        }
        for (int i = 0; i < RESTORATIONS; i++) {
            rows.add(stateChange("06", companies.get(FIRST_SUSPENDED + i), "整改复查合格，予以发还"));
        }
        String[] ends = {"注销：企业申请注销", "撤销：隐瞒有关情况取得许可", "吊销：发生生产安全事故"};
        for (int i = 0; i < ENDS; i++) {
            rows.add(stateChange("05", companies.get(FIRST_ENDED + i), ends[i % ends.length]));
        }
        rows.add(stateChange("04", companies.get(EXPIRED), "有效期届满未延续"));
        rows.add(stateChange("07", companies.get(RESTRICTED), "法院协助执行，限制变更"));

        spoil(rows);
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).put("id", i + 1L);
        }
        return rows;
    }

    /** Four bad rows and two dirty ones, all among first issues that nothing else builds on, but for the renewal. */
    private void spoil(List<Map<String, Object>> rows) {
        String creditCode = (String) rows.get(110).get("credit_code");
        rows.get(110).put("credit_code", creditCode.substring(0, 17) + (creditCode.charAt(17) == '0' ? '1' : '0'));
        rows.get(111).put("legal_person", null);
        rows.get(112).put("department", "atlantis");
        Map<String, Object> renewal = rows.get(FIRST_ISSUES + RENEWALS - 1);
        renewal.put("cert_num", "（闽）JZ安许证字[2020]009999");
        renewal.put("replaces", "（闽）JZ安许证字[2020]009999");

        rows.get(113).put("cert_num", ((String) rows.get(113).get("cert_num")).replace('（', '(').replace('）', ')')
                .replace('[', '〔').replace(']', '〕'));
        rows.get(114).put("company_name", LONG_NAME);
    }

    private Map<String, Object> row(String operation, Company company, LocalDate from) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", null);
        row.put("operation", operation);
        row.put("department", company.department());
        row.put("cert_num", company.certNum());
        row.put("company_name", company.name());
        row.put("credit_code", company.creditCode());
        row.put("company_address", company.address());
        row.put("economic_type", company.kind());
        row.put("legal_person", company.person());
        row.put("legal_person_id", company.personId());
        row.put("legal_person_id_type", "111");
        row.put("first_issue_date", company.from());
        row.put("issue_date", from);
        row.put("valid_from", from);
        row.put("valid_to", from.plusYears(YEARS_OF_VALIDITY).minusDays(1));
        row.put("replaces", null);
        row.put("state_note", null);
        return row;
    }

    private Map<String, Object> stateChange(String operation, Company company, String note) {
        Map<String, Object> row = row(operation, company, company.from());
        row.put("state_note", note);
        return row;
    }

    /** The file of existing licences, heading first: three bad lines, one dirty. */
    List<List<String>> existing() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("证书编号", "企业名称", "统一社会信用代码", "法定代表人", "证件号码", "证件类型", "单位地址", "经济类型",
                "首次发证日期", "发证日期", "有效期起", "有效期止", "审批部门"));
        for (int i = 0; i < EXISTING; i++) {
            Company c = companies.get(FIRST_ISSUES + i);
            LocalDate to = c.from().plusYears(YEARS_OF_VALIDITY).minusDays(1);
            List<String> line = new ArrayList<>(List.of(c.certNum(), c.name(), c.creditCode(), c.person(), c.personId(), "111",
                    c.address(), c.kind(), c.from().toString(), c.from().toString(), c.from().toString(), to.toString(),
                    c.department()));
            switch (i) {
                case 4 -> { // dates reversed
                    line.set(10, to.toString());
                    line.set(11, c.from().toString());
                }
                case 9 -> line.set(4, withWrongCheckDigit(c.personId()));
                case 14 -> line.set(1, c.name().replace("有限公司", "\uE5E5有限公司")); // private use: in no font
                case 17 -> { // dirty: full-width digits
                    line.set(2, fullWidth(c.creditCode()));
                    line.set(9, fullWidth(c.from().toString()));
                }
                default -> { }
            }
            lines.add(line);
        }
        return lines;
    }

    private static String withWrongCheckDigit(String identityNumber) {
        return identityNumber.substring(0, 17) + (identityNumber.charAt(17) == '1' ? '2' : '1');
    }

    private static String fullWidth(String text) {
        return text.codePoints().map(c -> c > 0x20 && c < 0x7F ? c + 0xFEE0 : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
