package cn.zhenglu.portal;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the public may do.
 *
 * @param download whether a preview address also gives the sealed file
 */
@ConfigurationProperties("zhenglu.portal")
record PortalSettings(@DefaultValue("false") boolean download) {
}
