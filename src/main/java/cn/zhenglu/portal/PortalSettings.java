package cn.zhenglu.portal;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the public may do.
 *
 * @param download               whether the preview address of a current version also gives the sealed file
 * @param lookUpsPerMinute       of one address
 * @param verificationsPerMinute of one address
 */
@ConfigurationProperties("zhenglu.portal")
record PortalSettings(@DefaultValue("false") boolean download, @DefaultValue("30") int lookUpsPerMinute,
        @DefaultValue("10") int verificationsPerMinute) {
}
