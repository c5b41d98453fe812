package cn.zhenglu.licence;

import java.util.Map;
import java.util.Set;

/**
 * A kind of certificate and its dictionaries. They are data because sibling certificates use other codes for the same
 * meaning; read from {@code config/dictionaries/certificate-type.yaml}.
 *
 * @param name       e.g. 建筑施工企业安全生产许可证
 * @param code       type code inside the identifier, e.g. {@code 11100000000013338W050}
 * @param standard   e.g. {@code C0292-2022}
 * @param scope      许可范围 when the source gives none
 * @param operations wire code ({@code operateType}) of each operation that has one
 * @param states     wire code ({@code certState}) of each state
 * @param outcomes   the states that each operation may lead to
 */
public record CertificateType(
        String name,
        String code,
        String standard,
        String scope,
        Map<Operation, String> operations,
        Map<LicenceState, String> states,
        Map<Operation, Set<LicenceState>> outcomes) {

    public CertificateType {
        operations = Map.copyOf(operations);
        states = Map.copyOf(states);
        outcomes = Map.copyOf(outcomes);
    }
}
