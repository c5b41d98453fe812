package cn.zhenglu.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** Wire entries that the platform accepts, written out by hand. */
final class Entries {

    static final String FIRST = "1.2.156.3005.2.11100000000013338W050.11350000003591037R.2023087974.001.B";
    static final String SECOND = "1.2.156.3005.2.11100000000013338W050.11350000003591037R.2023087974.002.9";
    static final String CERT_NUM = "（闽）JZ安许证字[2023]087974";

    private Entries() {
    }

    static Map<String, String> check(String id, String operateType) {
        return entry("eCertID", id, "provinceNum", "350000", "creditCode", ProtocolClient.CREDIT_CODE, "certNum", CERT_NUM,
                "operateType", operateType);
    }

    static Map<String, String> record(String id, String operateType) {
        return entry("eCertID", id, "provinceNum", "350000", "certNum", CERT_NUM, "companyName", "福建测试建设工程有限公司",
                "creditCode", ProtocolClient.CREDIT_CODE, "companyAddress", "福州市", "economicType", "有限责任公司",
                "responsiblePerson", "陈测试", "responsiblePersonID", "11010519491231002X", "responsiblePersonIDType", "111",
                "licenseScope", "建筑施工", "issuAuth", "福建省住房和城乡建设厅", "issuAuthCode", "11350000003591037R",
                "firstIssuDate", "2023-05-06", "issuDate", "2023-05-06", "effectiveDate", "2023-05-06", "expiringDate", "2026-05-05",
                "certState", "01", "certStatusDescription", "", "associatedZzeCertID", operateType.equals("01") ? "" : FIRST,
                "operateType", operateType);
    }

    static Map<String, String> collection(String code, String identifier) {
        return entry("ID", code, "zzeCertID", identifier, "url", "https://zhenglu.example/p/abc");
    }

    static Map<String, String> update(String id, String operateType, String certState) {
        return entry("eCertID", id, "zzeCertID", FIRST, "provinceNum", "350000", "certNum", CERT_NUM, "creditCode",
                ProtocolClient.CREDIT_CODE, "certState", certState, "certStatusDescription", "", "operateType", operateType);
    }

    static Map<String, String> correction(String id) {
        Map<String, String> correction = with(record(id, "01"), "zzeCertID", FIRST);
        correction.remove("operateType");
        return correction;
    }

    static Map<String, String> with(Map<String, String> entry, String field, String value) {
        Map<String, String> changed = new LinkedHashMap<>(entry);
        changed.put(field, value);
        return changed;
    }

    static String id(int number) {
        return String.format("%032x", number);
    }

    private static Map<String, String> entry(String... pairs) {
        Map<String, String> entry = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            entry.put(pairs[i], pairs[i + 1]);
        }
        return entry;
    }
}
