package cn.zhenglu;

import cn.zhenglu.licence.CertificateNumber;
import cn.zhenglu.licence.LicenceIdentifier;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ten licences as bureaus really issue them: short and long, with rare characters and with names of minorities. */
final class TenLicences {

    private static final String LIMITED = "有限责任公司";
    private static final String ADDRESS = "福建省福州市鼓楼区五四路128号恒力城写字楼18层";

    private TenLicences() {
    }

    /** Coded submissions; the origin of each is the file name of its sample, e.g. {@code 01-short}. */
    static List<Submission> all() {
        List<Submission> all = new ArrayList<>();
        add(all, "01-short", "福建中建", "于一", "福州市", "国有企业", LocalDate.of(2023, 1, 5));
        add(all, "02-usual", "福建省第一建筑工程集团有限公司", "林志强", ADDRESS, "有限责任公司（自然人投资或控股）",
                LocalDate.of(2023, 5, 6));
        add(all, "03-longer-name", "福建省闽江流域水环境综合治理建设工程总承包有限公司厦门分公司", "陈建华", "福州市仓山区建新镇金山大道618号", LIMITED,
                LocalDate.of(2023, 10, 31));
        add(all, "04-longest-name", "福州市马尾区闽江口国际航运中心建设工程设计施工总承包与装配式建筑产业化发展股份有限公司", "欧阳慧敏",
                "福州市马尾区江滨东大道68-1号", "股份有限公司（非上市、自然人投资或控股）", LocalDate.of(2024, 2, 28));
        add(all, "05-long-address", "厦门鹭岛市政园林工程有限公司", "黄秋萍",
                "福建省厦门市翔安区马巷街道巷北工业区舫山北二路1009号之三、1011号之二（厦门市翔安区火炬高技术产业开发区同翔高新城范围内）厂房第五层A区",
                "有限责任公司（台港澳与境内合资）", LocalDate.of(2022, 12, 1));
        add(all, "06-rare-characters", "福建堃喆犇建设工程有限公司", "张䶮㛃", "泉州市鲤城区𣲗村路3号", LIMITED, LocalDate.of(2023, 7, 1));
        add(all, "07-second-plane", "𠅤𠮷𬭎（福建）建筑劳务有限公司", "李𠅤", "漳州市芗城区𡐓头村88号", LIMITED, LocalDate.of(2023, 11, 11));
        add(all, "08-minority-name", "平潭综合实验区岚台建设有限公司", "阿卜杜热西提·买买提明", "平潭综合实验区金井湾商务营运中心6号楼17层1703", LIMITED,
                LocalDate.of(2023, 6, 18));
        add(all, "09-longest-person", "南平市武夷山茶乡古建筑修缮工程有限公司", "古丽努尔·阿卜杜克热木·麦麦提艾力·托合提尼亚孜",
                "南平市武夷山市五九路26号", "有限责任公司（自然人独资）", LocalDate.of(2023, 9, 9));
        add(all, "10-latin-and-digits", "ABB(厦门)电力工程M&E Installation (Xiamen) Co., Ltd.", "John Alexander O'Neill-Fitzgerald",
                "厦门市湖里区ABB工业园创新三路12-20号 Building C2", "外商投资企业法人独资", LocalDate.of(2023, 3, 15));
        return List.copyOf(all);
    }

    private static void add(List<Submission> all, String name, String company, String person, String address, String economicType,
                            LocalDate issued) {
        int number = all.size() + 1;
        LicenceRecord record = SafetyLicence.record(Operation.NEW, "fuzhou", "（闽）JZ安许证字[%d]%06d".formatted(issued.getYear(), number),
                company, "91350100MA2XN8T05L", address, economicType, person, "350102199001010013", "111", "建筑施工", issued, issued,
                issued, issued.plusYears(3).minusDays(1), LicenceState.VALID, null, null);
        all.add(new Submission("%032x".formatted(0xA1000 + number), record, List.of(), name, Stage.CODED, Standing.ACTIVE,
                "9F3A61C0B7E24D58".repeat(12) + "%08d".formatted(number), Instant.parse(issued + "T01:00:00Z"),
                LicenceIdentifier.of(SealingRoom.TYPE, SealingRoom.ISSUER, SafetyLicence.TYPE.number().parse(record.certNum()).orElseThrow(), 1),
                null, "token", null, Map.of(), 1));
    }
}
