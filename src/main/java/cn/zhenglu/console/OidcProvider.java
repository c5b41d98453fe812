package cn.zhenglu.console;

import cn.zhenglu.console.ConsoleSettings.Oidc;
import cn.zhenglu.licence.NeedsPerson;
import java.net.URI;
import java.util.regex.Pattern;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.stereotype.Component;

/** The configured provider. Asked for its addresses when somebody first signs in, so that the server starts without it. */
@Component
class OidcProvider {

    /** Stands in the addresses; there is only one provider. */
    static final String ID = "oidc";

    private static final Pattern LOCAL = Pattern.compile("localhost|127(\\.\\d+){3}|\\[::1]");

    private final Oidc settings;
    private final ClientRegistrationRepository registrations;

    /** @throws NeedsPerson when it is configured in a way that cannot work or is not safe */
    OidcProvider(ConsoleSettings console) {
        settings = console.oidc();
        if (settings.on()) {
            accept();
        }
        registrations = new SupplierClientRegistrationRepository(() -> new InMemoryClientRegistrationRepository(discover()));
    }

    private void accept() {
        URI issuer;
        try {
            issuer = URI.create(settings.issuer());
        } catch (IllegalArgumentException e) {
            throw wrong("issuer", "不是可用的地址", "请填写身份认证服务的 issuer 地址");
        }
        boolean local = issuer.getHost() != null && LOCAL.matcher(issuer.getHost()).matches();
        if (!"https".equals(issuer.getScheme()) && !local) {
            throw wrong("issuer", "不是 https 地址，登录信息会被窃听或篡改", "请改用身份认证服务的 https 地址");
        }
        if (settings.clientId().isBlank()) {
            throw wrong("client-id", "为空", "请填写在身份认证服务登记的客户端编号");
        }
        if (settings.roles().values().stream().allMatch(String::isBlank)) {
            throw wrong("roles", "为空，任何人都不会得到角色", "请为 viewer、operator、admin 中的至少一个填写身份认证服务中的角色名");
        }
    }

    private static NeedsPerson wrong(String key, String what, String remedy) {
        return new NeedsPerson("console.oidc", "zhenglu.console.oidc." + key, "zhenglu.console.oidc." + key + ' ' + what, remedy);
    }

    boolean on() {
        return settings.on();
    }

    String label() {
        return settings.label();
    }

    Oidc settings() {
        return settings;
    }

    /** Its only registration has the id {@link #ID}; to look it up may fail while the provider cannot be reached. */
    ClientRegistrationRepository registrations() {
        return registrations;
    }

    private ClientRegistration discover() {
        ClientRegistration.Builder found = ClientRegistrations.fromIssuerLocation(settings.issuer()).registrationId(ID)
                .clientId(settings.clientId()).scope("openid", "profile")
                .redirectUri("{baseUrl}/console/oidc/back/{registrationId}");
        if (settings.clientSecret().isEmpty()) {
            found.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
        } else {
            found.clientSecret(settings.clientSecret());
        }
        return found.build();
    }
}
