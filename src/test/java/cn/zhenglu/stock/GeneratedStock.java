package cn.zhenglu.stock;

import cn.zhenglu.licence.CreditCode;
import cn.zhenglu.licence.IdentityNumber;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Invented existing licences as departments export them, two of a hundred with the faults that such lists really have. Rows are
 * written as they are made: a million need no more memory than ten.
 */
public final class GeneratedStock {

    static final List<String> DEPARTMENTS = List.of("fuzhou", "xiamen", "putian", "sanming", "quanzhou", "zhangzhou", "nanping", "longyan",
            "ningde", "pingtan");
    public static final String HEADER = "证书编号,企业名称,统一社会信用代码,法定代表人,证件号码,证件类型,单位地址,经济类型,首次发证日期,发证日期,有效期起,有效期止,审批部门";
    private static final int DIRTY_OF_A_THOUSAND = 20;
    private static final LocalDate FIRST_DAY = LocalDate.of(2022, 1, 4);

    private final Random dice;
    private final int firstNumber;
    private final Map<Integer, Dirt> dirt = new LinkedHashMap<>();
    private String goodRow;

    /** What may be wrong with a row, and a part of the reason that the report must give. */
    public enum Dirt {
        CREDIT_CODE_MISTYPED("统一社会信用代码", "校验"),
        CREDIT_CODE_MISSING("缺少统一社会信用代码", ""),
        IDENTITY_NUMBER_MISTYPED("证件号码", "校验"),
        IDENTITY_NUMBER_CUT("证件号码", ""),
        DATE_IMPOSSIBLE("有效期", "2023-02-30"),
        DATES_SWAPPED("早于", ""),
        NUMBER_OF_AN_OLD_FORM("证书编号", "不符合格式"),
        NUMBER_MISSING("缺少证书编号", ""),
        DEPARTMENT_UNKNOWN("审批部门", "未在系统中登记"),
        ADDRESS_MISSING("缺少", "地址"),
        PERSON_MISSING("缺少法定代表人", ""),
        ROW_TWICE("在本批中重复", ""),
        COLUMN_TOO_MANY("列", "首行有"),
        CHARACTER_OF_NO_FONT("字", "");

        private final List<String> reason;

        Dirt(String... reason) {
            this.reason = List.of(reason);
        }

        /** Whether the report's words name this fault. */
        public boolean isNamedBy(String words) {
            return reason.stream().allMatch(words::contains);
        }
    }

    public GeneratedStock(long seed, int firstNumber) {
        this.dice = new Random(seed);
        this.firstNumber = firstNumber;
    }

    /** Writes so many rows; each dirty one's address is 「第 n 行」 behind its street, by which the report's rows are found again. */
    public GeneratedStock write(Path file, int rows) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(HEADER + "\n");
            for (int i = 1; i <= rows; i++) {
                out.write(row(i) + "\n");
            }
        }
        return this;
    }

    /** By row, from 1. */
    public Map<Integer, Dirt> dirt() {
        return dirt;
    }

    /** Which row a line of the report is, by its cells; a row without an address is found by its company. */
    public static int number(List<String> cells) {
        return cells.stream().map(Pattern.compile("，第 (\\d+) 行|公司\uE123?(\\d+)$")::matcher).filter(Matcher::find)
                .mapToInt(found -> Integer.parseInt(found.group(1) == null ? found.group(2) : found.group(1))).max().orElseThrow();
    }

    private String row(int i) {
        String[] cells = clean(i);
        if (goodRow != null && dice.nextInt(1000) < DIRTY_OF_A_THOUSAND) {
            Dirt fault = Dirt.values()[dice.nextInt(Dirt.values().length)];
            dirt.put(i, fault);
            if (fault == Dirt.ROW_TWICE) {
                return goodRow.replaceFirst("，第 \\d+ 行", "，第 " + i + " 行"); // typed again, not quite alike
            }
            spoil(cells, fault);
            return String.join(",", cells) + (fault == Dirt.COLUMN_TOO_MANY ? ",多出" : "");
        }
        return goodRow = String.join(",", cells);
    }

    private String[] clean(int i) {
        String first17 = "91350100MA%07d".formatted((firstNumber + i) % 10_000_000);
        LocalDate birth = LocalDate.of(1960, 1, 1).plusDays(dice.nextInt(12_000));
        String id17 = "350102%tY%<tm%<td%03d".formatted(birth, dice.nextInt(1000));
        LocalDate from = FIRST_DAY.plusDays(dice.nextInt(1000));
        String shown = dice.nextBoolean() ? from.toString() : "%d年%d月%d日".formatted(from.getYear(), from.getMonthValue(), from.getDayOfMonth());
        return new String[] {
            "（闽）JZ安许证字[%d]%06d".formatted(2015 + (firstNumber + i) / 1_000_000, (firstNumber + i) % 1_000_000),
            "福建省" + pick("榕城", "鹭岛", "闽江", "武夷", "戴云", "九龙江") + pick("建设", "市政", "路桥", "装饰", "消防", "幕墙") + "工程有限公司" + i,
            first17 + CreditCode.checkDigit(first17),
            pick("林", "陈", "黄", "张", "吴", "欧阳") + pick("建国", "志强", "慧敏", "晓东", "秀英", "文"),
            id17 + IdentityNumber.checkDigit(id17), "居民身份证",
            "福州市" + pick("鼓楼区五四路", "台江区江滨路", "仓山区金山大道") + (1 + dice.nextInt(900)) + " 号，第 " + i + " 行",
            pick("有限责任公司", "股份有限公司", "国有企业"), shown, shown, shown, from.plusYears(3).minusDays(1).toString(),
            DEPARTMENTS.get(dice.nextInt(DEPARTMENTS.size()))};
    }

    private static void spoil(String[] cells, Dirt fault) {
        switch (fault) {
            case CREDIT_CODE_MISTYPED -> cells[2] = cells[2].substring(0, 17) + (cells[2].charAt(17) == '0' ? '1' : '0');
            case CREDIT_CODE_MISSING -> cells[2] = "";
            case IDENTITY_NUMBER_MISTYPED -> cells[4] = cells[4].substring(0, 17) + (cells[4].charAt(17) == '0' ? '1' : '0');
            case IDENTITY_NUMBER_CUT -> cells[4] = cells[4].substring(0, 12);
            case DATE_IMPOSSIBLE -> cells[10] = "2023-02-30";
            case DATES_SWAPPED -> {
                String to = cells[11];
                cells[11] = cells[10];
                cells[10] = to;
            }
            case NUMBER_OF_AN_OLD_FORM -> cells[0] = "闽建安" + cells[0].replaceAll("\\D", "");
            case NUMBER_MISSING -> cells[0] = "";
            case DEPARTMENT_UNKNOWN -> cells[12] = "马祖县住房和城乡建设局";
            case ADDRESS_MISSING -> cells[6] = "";
            case PERSON_MISSING -> cells[3] = "";
            case CHARACTER_OF_NO_FONT -> cells[1] = cells[1].replace("公司", "公司\uE123");
            case ROW_TWICE, COLUMN_TOO_MANY -> { }
        }
    }

    private String pick(String... choices) {
        return choices[dice.nextInt(choices.length)];
    }
}
