package cn.zhenglu.demo;

import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.IdentityNumber;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The demo's invented approvals of another certificate, the 建筑施工特种作业操作资格证书: four rows of the table {@code special_worker},
 * the last of them with a wrong identity number. No number is anybody's: no region has the code 350000 for births.
 */
final class DemoSpecialWorkers {

    /** Rows. */
    static final int ROWS = 4;

    static final String TABLE = """
            create table if not exists special_worker (
                id bigint primary key,
                operation varchar(2), department varchar(60), cert_num varchar(100), name varchar(200), gender varchar(10),
                id_number varchar(60), id_type varchar(10), category varchar(100), category_note varchar(200), first_issue_date date,
                issue_date date, valid_from date, valid_to date, replaces varchar(100), state_note varchar(400), updated_at timestamp)
            """;

    private static final String[] NAMES = {"林建安", "陈月娥", "欧阳志远", "吴国强"};
    private static final String[] GENDERS = {"男", "女", "男", "男"};
    private static final String[] CATEGORIES = {"01", "建筑起重信号司索工", "建筑架子工（普通脚手架）", "08"};
    private static final String[] CODES = {"01", "04", "02", "08"};

    private final List<Department> departments;
    private final LocalDate today;

    DemoSpecialWorkers(List<Department> departments, LocalDate today) {
        this.departments = departments;
        this.today = today;
    }

    /** Column → value; dates as {@link LocalDate}. */
    List<Map<String, Object>> approvals() {
        return IntStream.range(0, ROWS).mapToObj(this::row).toList();
    }

    private Map<String, Object> row(int i) {
        LocalDate from = today.minusDays(100L - i);
        String id17 = "350000" + LocalDate.of(1985, 1, 1).plusDays(700L * i).toString().replace("-", "") + "00" + (i + 1);
        char check = IdentityNumber.checkDigit(id17);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", i + 1L);
        row.put("operation", "01");
        row.put("department", departments.get(i % departments.size()).id());
        row.put("cert_num", "闽A" + CODES[i] + from.getYear() + String.format("%06d", i + 1));
        row.put("name", NAMES[i]);
        row.put("gender", GENDERS[i]);
        row.put("id_number", id17 + (i < ROWS - 1 ? check : check == '1' ? '2' : '1'));
        row.put("id_type", "111");
        row.put("category", CATEGORIES[i]);
        row.put("first_issue_date", from);
        row.put("issue_date", from);
        row.put("valid_from", from);
        row.put("valid_to", from.plusYears(2).minusDays(1));
        return row;
    }
}
