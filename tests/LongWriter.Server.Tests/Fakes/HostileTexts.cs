namespace LongWriter.Fakes;

/// <summary>What prompts, texts and names hold that want to act in a page. Where one does, it calls <c>acted</c> or asks something of <see cref="Outside"/>.</summary>
internal static class HostileTexts
{
    /// <summary>No such host can be.</summary>
    public const string Outside = "https://outside.invalid";

    /// <summary>For names, which stand in sentences, attributes and headings.</summary>
    public const string Name = "\"'></title></style><script>acted('name')</script><img src=x onerror=acted('name')>\u202E{{acted('name')}}";

    /// <summary>These run, load or lead away where they are taken for a page's own.</summary>
    public static IReadOnlyList<string> Acting { get; } =
    [
        "<script>acted('script')</script>",
        "</script><script>acted('after a script')</script>",
        "</textarea></noscript></title></style></select></template><ScRiPt/x>acted('after raw text')</sCrIpT >",
        "<img src=x onerror=acted('image')>",
        $"<img src={Outside}/pixel.png srcset='{Outside}/two.png 2x'>",
        "<svg onload=acted('drawing')><script>acted('script of a drawing')</script><animate onbegin=acted('animation') attributeName=x dur=1s></svg>",
        $"<svg><image href='{Outside}/image.svg'/><use href='{Outside}/use.svg#a'/><a xlink:href=\"javascript:acted('link of a drawing')\"><text y=9>press</text></a></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=acted('formula')&gt;\">",
        "<a href=\"javascript:acted('link')\">press</a> <a href=\"java&#10;script:acted('broken link')\">press</a>",
        "<iframe srcdoc=\"<script>parent.acted('frame')</script>\"></iframe><iframe src=\"javascript:parent.acted('address of a frame')\"></iframe>",
        $"<object data=\"data:text/html,<script>acted('object')</script>\"></object><embed src=\"{Outside}/embed\"><iframe src=\"{Outside}/frame\"></iframe>",
        "<details open ontoggle=acted('details')><summary>more</summary></details><input autofocus onfocus=acted('input')><video src=x onerror=acted('video')></video>",
        "<p onmouseover=acted('pointer') onclick=acted('press') tabindex=0 onfocus=acted('focus') style=\"animation:none\">pass over me</p>",
        "\" autofocus tabindex=0 onfocus=acted('attribute') onmouseover=acted('attribute') x=\"",
        "' autofocus tabindex=0 onfocus=acted('attribute') onmouseover=acted('attribute') x='",
        "&lt;script&gt;acted('entity')&lt;/script&gt; &#60;img src=x onerror=acted('number')&#62; \\u003cscript>acted('escape')\\u003c/script>",
        "+ADw-script+AD4-acted('seven bits')+ADw-/script+AD4- \u0000<scr\u0000ipt>acted('nothing in it')</scr\u0000ipt> ＜script＞acted('wide')＜/script＞",
        "{{constructor.constructor(\"acted('braces')\")()}} ${acted('dollar')} #{acted('hash')} <%= acted('percent') %> {% acted %} [[acted]]",
        "';acted('quote')//\";acted('quotes')//`;acted('back quote')//</script>\u2028acted('line separator')",
        "[press](javascript:acted('written link')) [press](JaVaScRiPt&colon;acted('entity')) <javascript:acted('address')> [press][r]\n\n[r]: javascript:acted('reference')",
        $"![picture]({Outside}/markdown.png) ![x](x\"onerror=\"acted('title')) <{Outside}/plain> {Outside}/bare",
        "```html\" onmouseover=\"acted('fence')\n<script>acted('fenced')</script>\n```\n\n| a | <b onclick=acted('cell')>b |\n|:--|--:|\n| <script>acted('cell')</script> | c |",
        $"<link rel=stylesheet href={Outside}/style.css><link rel=prefetch href={Outside}/next><style>@import '{Outside}/import.css';p{{background:url({Outside}/background.png)}}</style>",
        $"<div style=\"position:fixed;inset:0;background:url({Outside}/inline.png)\">over all</div>",
    ];

    /// <summary>These swallow, close or turn what comes after them.</summary>
    public static IReadOnlyList<string> Breaking { get; } =
    [
        $"<meta http-equiv=refresh content=\"0;url={Outside}/refresh\"><base href={Outside}/><form action={Outside}/form><button autofocus>Send</button>",
        "</div></article></details></section></main></body></html>",
        new string('W', 400),
        "\u202Eright to left\u2066 isolated \u200F\u061C \u2029 \uFEFF\u200B z\u0335\u0336\u0337\u0338a\u0300\u0301\u0302\u0303l",
        "<style>*{display:none!important}</style>",
        "]]><![CDATA[ --><!-- never closed",
        "<textarea><xmp><plaintext>",
    ];
}
