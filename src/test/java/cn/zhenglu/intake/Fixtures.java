package cn.zhenglu.intake;

import cn.zhenglu.SafetyLicence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Department;

/** The shipped configuration, and rows as the sources hold them. */
final class Fixtures {

    static final Path CONFIG = Path.of("config");
    static final CertificateType TYPE = SafetyLicence.TYPE;
    static final List<Department> DEPARTMENTS = List.of(new Department("fuzhou", "350100", "福州市城乡建设局", "fuzhou"),
            new Department("xiamen", "350200", "厦门市住房和建设局", "xiamen"));
    static final Mapping APPROVAL = Mapping.load(CONFIG.resolve("mappings/approval.yaml"), SafetyLicence.FAMILY, DEPARTMENTS);
    static final Mapping EXISTING = Mapping.load(CONFIG.resolve("mappings/existing-licences.yaml"), SafetyLicence.FAMILY, DEPARTMENTS);
    static final Intake INTAKE = new Intake(APPROVAL, EXISTING);

    static final String HEADER = "证书编号,企业名称,统一社会信用代码,法定代表人,证件号码,证件类型,单位地址,经济类型,首次发证日期,发证日期,有效期起,有效期止,审批部门";
    static final String LINE = "（闽）JZ安许证字[2021]000007,福建某某建筑工程有限公司,91110000600037341L,张三,11010519491231002X,居民身份证,"
            + "福州市鼓楼区某路1号,有限责任公司,2018-06-01,2021-06-01,2021-06-01,2024-05-31,福州市城乡建设局";

    private Fixtures() {
    }

    /** A row of the table {@code approval}, a new licence, with some columns replaced. */
    static Map<String, Object> approval(Object... columnsAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("ID", 17L);
        row.put("OPERATION", "01");
        row.put("DEPARTMENT", "fuzhou");
        row.put("CERT_NUM", "（闽）JZ安许证字[2023]000001");
        row.put("COMPANY_NAME", "福建某某建筑工程有限公司");
        row.put("CREDIT_CODE", "91110000600037341L");
        row.put("COMPANY_ADDRESS", "福州市鼓楼区某路1号");
        row.put("ECONOMIC_TYPE", "有限责任公司");
        row.put("LEGAL_PERSON", "张三");
        row.put("LEGAL_PERSON_ID", "11010519491231002X");
        row.put("LEGAL_PERSON_ID_TYPE", "111");
        row.put("FIRST_ISSUE_DATE", java.sql.Date.valueOf("2023-06-01"));
        row.put("ISSUE_DATE", java.sql.Date.valueOf("2023-06-01"));
        row.put("VALID_FROM", java.sql.Date.valueOf("2023-06-01"));
        row.put("VALID_TO", java.sql.Date.valueOf("2026-05-31"));
        row.put("REPLACES", null);
        row.put("STATE_NOTE", null);
        row.put("APPROVED_AT", java.sql.Timestamp.valueOf("2023-05-30 15:04:05"));
        row.put("UPDATED_AT", java.sql.Timestamp.valueOf("2023-05-30 15:04:05"));
        for (int i = 0; i < columnsAndValues.length; i += 2) {
            row.put((String) columnsAndValues[i], columnsAndValues[i + 1]);
        }
        return row;
    }

    static Path write(Path folder, String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
