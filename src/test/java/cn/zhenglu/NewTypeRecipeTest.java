package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.document.Composer;
import cn.zhenglu.document.Template;
import cn.zhenglu.intake.CertificateTypes;
import cn.zhenglu.intake.Intake;
import cn.zhenglu.intake.Mapping;
import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.LicenceIdentifier;
import cn.zhenglu.licence.LicenceRules;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what the manual says under 「增加一种证照」, to the letter. */
class NewTypeRecipeTest {

    private static final String HEADING = "增加一种证照";
    private static final Pattern TOP = Pattern.compile("(?m)^(?=[a-z-]+:)");
    private static final Issuer ISSUER = new Issuer("福建省住房和城乡建设厅", "11350000003591037R");

    @TempDir
    private Path folder;

    @Test
    void aThirdCertificateIsReadJudgedAndPrinted() throws IOException {
        Family family = types();
        CertificateType type = family.named("safety-officer").orElseThrow();
        assertThat(type.states()).containsEntry(LicenceState.REVOKED, "07");

        Arrival arrival = arrival(family);
        assertThat(new LicenceRules().judge(arrival.record(), arrival.problems(), Set.of("fuzhou"))).isEmpty();
        assertThat(arrival.record().certNum()).isEqualTo("闽建安C3（2023）0000403");
        assertThat(arrival.record().text("categoryCode")).isEqualTo("C3");

        LicenceIdentifier identifier = LicenceIdentifier.of(type, ISSUER, type.number().parse(arrival.record().certNum()).orElseThrow(), 1);
        assertThat(identifier.value()).contains(".11100000000013338W011.").contains(".20230000403.001.");
        new Composer(template(), type, ISSUER).proof(new Submission("0".repeat(32), arrival.record(), List.of(), arrival.origin(), Stage.RECEIVED,
                Standing.ACTIVE, null, null, identifier, null, "token", null, Map.of(), 1));
    }

    private Family types() throws IOException {
        Path types = Files.createDirectory(folder.resolve("types"));
        Files.copy(SafetyLicence.FILE, types.resolve("c0292.yaml"));
        Map<String, String> parts = parts(Files.readString(Path.of("config/types/c0304.yaml")));
        parts.putAll(parts(Recipes.yaml(HEADING)));
        Files.writeString(types.resolve("safety-officer.yaml"), String.join("\n", parts.values()));
        return CertificateTypes.loadAll(types);
    }

    /** A YAML file by its outermost keys. */
    private static Map<String, String> parts(String yaml) {
        return TOP.splitAsStream(yaml).filter(part -> TOP.matcher(part).lookingAt())
                .collect(Collectors.toMap(part -> part.substring(0, part.indexOf(':')), part -> part, (a, b) -> b, LinkedHashMap::new));
    }

    private Arrival arrival(Family family) throws IOException {
        Path file = Files.writeString(folder.resolve("safety-officers.yaml"), Recipes.block(HEADING, "yaml-mapping"));
        Mapping mapping = Mapping.load(file, family, List.of(new Department("fuzhou", "350100", "福州市城乡建设局", "fuzhou")));
        Map<String, Object> row = new LinkedHashMap<>();
        String values = "id=7 lx=01 bm=fuzhou zsbh=闽建安C3(2023)0000403 xm=林建安 xb=男 sfzh=11010519491231002x gw=综合类专职安全生产管理人员 "
                + "qymc=福建某某建筑工程有限公司 xydm=91110000600037341L cclzrq=2023-06-01 fzrq=2023/6/1 yxqq=20230601 yxqz=2026-05-31";
        Pattern.compile("(\\S+)=(\\S+)").matcher(values).results()
                .forEach((MatchResult value) -> row.put(value.group(1), value.group(2)));
        return new Intake(mapping, mapping).fromRows(List.of(row)).get(0);
    }

    private Template template() throws IOException {
        Path shipped = Path.of("config/templates/c0304").toAbsolutePath();
        Path copy = Files.createDirectory(folder.resolve("safety-officer"));
        Files.writeString(copy.resolve("template.yaml"), Files.readString(shipped.resolve("template.yaml"))
                .replace("建筑施工特种作业操作资格证书, x", "建筑施工企业安管人员考核合格证书, x").replace("{operationCategory}", "{categoryCode}")
                .replace("../c0292", shipped.resolveSibling("c0292").toString()));
        return Template.load(copy);
    }
}
