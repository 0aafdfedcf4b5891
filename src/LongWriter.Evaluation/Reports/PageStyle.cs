namespace LongWriter.Evaluation.Reports;

internal static class PageStyle
{
    public const string Text = """
        :root{color-scheme:light dark;--paper:#fbfbf9;--card:#fff;--ink:#28323c;--quiet:#68727d;--grid:#dde2e7;--c0:#1f6fb2;--c1:#c8571b;--c2:#2b8a57;--c3:#8a4fb3;--c4:#9a7a0b;--c5:#b02f63}
        @media(prefers-color-scheme:dark){:root{--paper:#15191d;--card:#1c2227;--ink:#dfe5ea;--quiet:#98a3ad;--grid:#333c44;--c0:#6cb4f0;--c1:#f2a06e;--c2:#71cf98;--c3:#cb9dec;--c4:#dec04e;--c5:#f287ae}}
        *{box-sizing:border-box}html{-webkit-text-size-adjust:100%}
        body{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK SC","PingFang SC",sans-serif;max-width:74rem;margin:0 auto;padding:2rem clamp(1rem,4vw,3rem) 4rem;background:var(--paper);color:var(--ink)}
        h1{font-size:1.9rem;line-height:1.2;letter-spacing:-.015em;margin:0}h2{font-size:1.35rem;letter-spacing:-.01em;margin:0 0 .3rem}h3{font-size:1rem;margin:1.4rem 0 .4rem}
        section{margin-top:2.6rem;padding-top:1.6rem;border-top:1px solid var(--grid)}
        .note,figcaption{color:var(--quiet);max-width:46rem;margin:.2rem 0 1rem}figcaption{font-size:.85rem;margin:.3rem 0 0}
        nav{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;font-size:.9rem;margin-top:1rem}a{color:var(--c0);text-decoration:none}a:hover{text-decoration:underline}
        .legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;font-size:.9rem;margin:.5rem 0 0}i{font-style:normal;margin-right:.45em}
        .c0{color:var(--c0)}.c1{color:var(--c1)}.c2{color:var(--c2)}.c3{color:var(--c3)}.c4{color:var(--c4)}.c5{color:var(--c5)}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(28rem,100%),1fr));gap:1.2rem;margin:1rem 0}
        figure{margin:0;background:var(--card);border:1px solid var(--grid);border-radius:.6rem;padding:1rem 1.1rem;max-width:40rem}figure h3{margin:0 0 .4rem}svg{width:100%;height:auto;display:block}
        .wide{overflow-x:auto;background:var(--card);border:1px solid var(--grid);border-radius:.6rem}
        table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
        th,td{padding:.45rem .9rem;text-align:left;vertical-align:top;max-width:24rem;overflow-wrap:anywhere}td{border-top:1px solid var(--grid)}.again td{border-top-style:dotted}.again td:first-child{border-top-color:transparent}.again td:first-child>*{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
        th{color:var(--quiet);font-weight:600;font-size:.8rem;vertical-align:bottom}th.n,td.n{text-align:right}td.n{white-space:nowrap}td:not(.n){min-width:8rem}
        sub{font-size:.75em;line-height:0}small{color:var(--quiet);font-size:.8em;font-weight:400}td small{display:block;line-height:1.35}
        details{border-bottom:1px solid var(--grid)}summary{cursor:pointer;padding:.7rem 0;overflow-wrap:anywhere}summary small{display:block;padding-left:1rem}
        .texts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(22rem,100%),1fr));gap:1.2rem;padding-bottom:1.4rem}
        article{background:var(--card);border:1px solid var(--grid);border-radius:.6rem;padding:1rem 1.1rem;min-width:0}article h3{margin:0 0 .6rem}article h3 small{display:block}
        .text{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate;max-height:34rem;overflow-y:auto}
        @media(max-width:32rem){figure,article{padding:.8rem .7rem}th,td{padding:.45rem .6rem}td:not(.n){min-width:6rem}}
        @media print{:root{--paper:#fff;--card:#fff}body{max-width:none;padding:0;font-size:10pt}nav{display:none}.wide,.text{overflow:visible;max-height:none}figure,tr{break-inside:avoid}h2,h3{break-after:avoid}}
        """;
}
